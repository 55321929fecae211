"""What the record says when it is read: of one case as a picture and in sentences, of many as figures."""
