"""Documents that are signed: templates, parties, signatures, seals."""
