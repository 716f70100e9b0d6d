"""Training the reader on annotated texts. Needs PyTorch (the extra ``train``); nothing else here does.

    gold records -> examples -> the network, fitted -> one file that kg.extract.reader reads

Nothing that extracts, builds or answers imports this package.
"""
