"""Fields of work by which the library of indicators is sorted. House rule; no regulation names them."""

from terukur.regulation.scales import Scale


class FieldOfWork(Scale):
    """A field of work of a local government."""

    HEALTH = "health", "Kesehatan"
    COUNTER = "counter", "Loket pelayanan"
    EDUCATION = "education", "Pendidikan"
    POPULATION = "population", "Kependudukan"
    FINANCE = "finance", "Keuangan dan aset"
    VILLAGE = "village", "Desa dan kelurahan"
    OTHER = "other", "Lainnya"
