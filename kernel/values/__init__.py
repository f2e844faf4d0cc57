"""What any field may hold, whoever asks for it: text that can be read, days within bounds."""
