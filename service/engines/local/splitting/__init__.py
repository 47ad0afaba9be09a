"""Claims without a language model: every sentence cut into statements that stand alone.

``reading`` sees a sentence in its place, ``checkability`` says why one holds nothing to check,
``clauses``, ``people`` and ``attribution`` find who says what, ``statements`` cuts out what is
claimed (by ``coordination``, ``appositions`` and ``predicates``, on ``subjects``, ``verbs`` and
``wording``), ``references`` puts names for pronouns, and ``splitter`` makes claims of the
``drafts``.
"""
