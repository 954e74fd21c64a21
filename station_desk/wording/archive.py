"""What is said of archives."""

from station_desk.wording import t


def unread_words(file: str, count: int) -> str:
    """What a check could not read, which is no damage."""
    return t("存档 {file} 不在手边，里面的 {n} 处改动没有核对。这不是损坏。", file=file, n=f"{count:,}")


def archive_words(file: str, upto: str, changes: int, *, at_hand: bool) -> str:
    """One archive in a line; `upto` is the ISO day of the newest act in it."""
    if at_hand:
        return t("存档 {file}：到 {upto}，{n} 处改动，在手边", file=file, upto=upto, n=f"{changes:,}")
    return t("存档 {file}：到 {upto}，{n} 处改动，现在不在手边", file=file, upto=upto, n=f"{changes:,}")


def back_words(changes: int, file: str) -> str:
    """After an archive was joined with the journal again."""
    return t("{n} 处改动回到了库里。{file} 用不着了，可以删掉。", n=f"{changes:,}", file=file)


def still_in_archives(files: str) -> str:
    """After an erasure: where the person still stands."""
    return t("存档 {files} 不在手边，里面的下次接上时清掉", files=files)
