"""The file formats in which libraries are kept, each read into plain values that know where they are written."""
