"""One file per errand of a clerk, one public function per act; owns the unit of work."""
