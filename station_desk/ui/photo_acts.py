"""What the card does with a person's photo: show it, take one, let it travel, save it, remove it.

The photo's panel (Alt+P, or Enter on the photo) has every act as a button; a picture can also be dropped or pasted.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QWidget

from station_desk.domain.records import OfficeKind
from station_desk.domain.roster import PersonCard
from station_desk.domain.trouble import Trouble
from station_desk.services import attachments
from station_desk.services.attachments import Photo
from station_desk.ui import files
from station_desk.ui.kit import button, column, label, row
from station_desk.ui.messages import Question
from station_desk.ui.page import Workplace
from station_desk.ui.photo_place import PhotoPlace, picture_in
from station_desk.ui.theme import theme
from station_desk.wording import t

_PATTERNS = "*.jpg *.jpeg *.png *.bmp"
_SHOWN = (245, 315)


class PhotoActs(QObject):
    """The photo of whoever is on the card. `follow` it with each person; `open` shows the panel."""

    def __init__(self, owner: QWidget, place: Workplace, frame: PhotoPlace) -> None:
        super().__init__(owner)
        self._owner, self._place, self._frame = owner, place, frame
        self.person: PersonCard | None = None
        self.photo: Photo | None = None
        self._writable = False
        self._panel: QFrame | None = None
        frame.clicked.connect(self.open)
        frame.given.connect(self.take)

    def follow(self, person: PersonCard, *, writable: bool) -> None:
        """Show this person's photo. Our own lies here and is shown at once, another office's is judged first."""
        self.person, self.photo = person, None
        self._writable = writable and person.ours and self._place.desk.office.kind is OfficeKind.STATION
        self._frame.set_person(person.name, t("加照片…") if self._writable else "", takes=self._writable)
        desk, person_id = self._place.desk, person.id
        if person.ours:
            self._show(person_id, attachments.photo_of(desk, person_id))
        else:
            self._place.work.run(
                lambda _progress: attachments.photo_of(desk, person_id),
                lambda found: self._show(person_id, found),
                owner=self,
            )

    def _show(self, person_id: str, found: Photo | None) -> None:
        if self.person is None or self.person.id != person_id or found is None:
            return
        self.photo = found
        if found.content is None or not self._frame.set_photo(found.content):
            word = t("照片没到") if self._writable or found.attachment.travels else t("照片在所里")
            self._frame.set_person(self.person.name, word, takes=self._writable)

    # ------------------------------------------------------------------------------------------------- the panel
    def open(self) -> None:
        """The photo large, with its acts; without one, where to take it from."""
        if self.person is None or not (self._writable or self.photo):
            return
        acts: list[tuple[str, Callable[[], object]]] = []
        if self.photo is not None and self.photo.content is not None:
            if self._writable:
                acts.append((t("删除照片"), self.ask_remove))
            acts.append((t("存到文件"), self.save))
        elif self.photo is not None and self._writable:
            acts.append((t("删除照片"), self.ask_remove))
        if self._writable:
            acts.append((t("粘贴"), self.paste))
            acts.append((t("换一张") if self.photo else t("选照片"), self.choose))
        title = t("{name}的照片", name=self.person.name)
        self._panel = self._place.messages.panel(title, self._body(), acts, width=420)

    def _body(self) -> QWidget:
        body = column(gap=8)
        layout = body.layout()
        assert layout is not None
        content = self.photo.content if self.photo else None
        if content is not None:
            large = label("")
            picture = QPixmap.fromImage(QImage.fromData(content))
            large.setPixmap(
                picture.scaled(
                    theme().px(_SHOWN[0]),
                    theme().px(_SHOWN[1]),
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
            large.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(large)
        for text in self._said():
            layout.addWidget(label(text, "second", wrap=True))
        if self._writable and self.photo is not None and content is not None:
            on = not self.photo.attachment.travels
            word = t("选择交给县局") if on else t("改为只留在本机")
            choice = button(word, lambda: self.let_travel(on), kind="quiet", icon="usb", name="photo-travels")
            layout.addWidget(row(choice, None))
        return body

    def _said(self) -> list[str]:
        if self.photo is None:
            return [
                t("把照片拖到卡片上，或者选文件、粘贴。JPEG、PNG、BMP 都可以。"),
                t("存的是裁好的一寸比例，不超过 40 KB，拍摄地点等信息会去掉；原来的文件不动。"),
            ]
        if self.photo.content is None:
            if self.photo.attachment.travels:
                return [t("照片还没有到本机，下一次收发会补来。")]
            return [t("派出所有这张照片，没有选择交给县局。")]
        if self.photo.attachment.travels:
            return [t("这张照片会随下一包交给县局。取消以后，县局那边也会删掉。")]
        return [t("这张照片只在本机，不交给县局。")]

    def _close(self) -> None:
        if self._panel is not None:
            self._place.messages.close_panel(self._panel)
            self._panel = None

    # -------------------------------------------------------------------------------------------------- the acts
    def choose(self) -> None:
        """Ask for a file."""
        self._close()
        patterns = t("照片 ({patterns})", patterns=_PATTERNS)
        files.ask_open(self._owner, t("选照片"), patterns, lambda file: self.take(str(file)))

    def paste(self) -> None:
        """What the clipboard holds."""
        found = picture_in(QGuiApplication.clipboard().mimeData())
        if found is None:
            self._place.messages.done(t("剪贴板里没有照片"))
            return
        self._close()
        self.take(found)

    def take(self, given: object) -> None:
        """Keep a picture (path or bytes) as the photo; the choice whether it travels stays as it was."""
        if self.person is None or not self._writable:
            return
        desk, person_id = self._place.desk, self.person.id
        source = given if isinstance(given, bytes) else Path(str(given))
        travels = self.photo is not None and self.photo.attachment.travels

        def keep(_progress: object) -> Photo | None:
            attachments.add_photo(desk, person_id, source, travels=travels)
            return attachments.photo_of(desk, person_id)

        self._do(keep, t("照片存好了"))

    def let_travel(self, on: bool) -> None:
        """Choose whether the county gets it."""
        if self.photo is None:
            return
        desk, photo_id, person_id = self._place.desk, self.photo.attachment.id, self._person_id()

        def choose(_progress: object) -> Photo | None:
            attachments.let_travel(desk, photo_id, travels=on)
            return attachments.photo_of(desk, person_id)

        self._close()
        self._do(choose, t("下一包带上这张照片") if on else t("这张照片只留在本机"))

    def save(self) -> None:
        """Save it to a file; that is recorded."""
        self._close()
        if self.photo is None or self.person is None:
            return
        desk, photo_id = self._place.desk, self.photo.attachment.id

        def there(file: Path) -> None:
            self._place.work.run(
                lambda _progress: attachments.save(desk, photo_id, file),
                lambda saved: self._place.messages.done(t("已存到 {file}（这次存出已记下）", file=saved.name)),
                owner=self,
            )

        files.ask_save(
            self._owner, t("存到文件"), f"{self.person.name}.jpg", t("照片 ({patterns})", patterns="*.jpg"), there
        )

    def ask_remove(self) -> None:
        """Removing is for ever: ask."""
        self._close()
        what = t("照片从本机删掉；交给过县局的，下一次收发后县局那边也删掉。")
        undo = t("不能撤回。原来的文件还在的话，可以再加一次。")
        question = Question(t("删除这张照片？"), what, undo, yes=t("删除照片"), no=t("先不删"))
        self._place.messages.ask(question, self.remove)

    def remove(self) -> None:
        """Erase it."""
        if self.photo is None:
            return
        desk, photo_id = self._place.desk, self.photo.attachment.id

        def erase(_progress: object) -> Photo | None:
            attachments.remove(desk, photo_id)
            return None

        self._do(erase, t("照片删掉了"))

    def _person_id(self) -> str:
        return self.person.id if self.person is not None else ""

    def _do(self, act: Callable[[object], Photo | None], said: str) -> None:
        person = self.person

        def done(found: Photo | None) -> None:
            self._place.messages.done(said)
            if person is not None and self.person is not None and self.person.id == person.id:
                self.photo = None
                self._frame.set_person(person.name, t("加照片…"), takes=self._writable)
                self._show(person.id, found)

        self._place.work.run(act, done, self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Trouble) and error.code.startswith("photo_"):
            self._place.messages.trouble(error, again=(t("换一张"), self.choose))
        else:
            self._place.messages.error(error)
