"""A shelf of learning for tests: tags are as imperfect as an office's, some items say it in words only."""

from terukur.development.ranking import Item

_ROWS = """
C01|Coaching kreativitas mengajar bersama guru penggerak|14||AD||media ajar;variasi metode;inovasi ajar
C02|Komunitas belajar guru: bertukar media pembelajaran|23||||media ajar;praktik baik;guru kelas
C03|Mentoring menyesuaikan diri dengan aplikasi baru|15||AD.1||perubahan sistem;aplikasi layanan;pendampingan
C04|Design thinking untuk pelayanan publik|4||AD.2||inovasi;prototipe;ide
C05|Coaching inisiatif dan tindakan proaktif|14||AD.3||prakarsa;tidak menunggu perintah
C06|Pelatihan teknis asesmen dan remedial pembelajaran|3|ketuntasan-belajar|||remedial;ketuntasan;asesmen
C07|Bimtek pembelajaran berdiferensiasi|8||||murid beragam;ketuntasan;kelas
C08|Supervisi dan observasi kelas oleh rekan sejawat|24|observasi-kelas|||umpan balik;kelas;guru
C09|E-learning manajemen kelas sekolah dasar|16||||disiplin kelas;guru;murid
C10|Pelatihan imunisasi rutin lengkap bagi juru imunisasi|3|imunisasi-lengkap|||vaksin;rantai dingin;bayi
C11|Bimtek pelacakan anak putus imunisasi|8||||drop out;kunjungan rumah;kohort bayi
C12|Magang di puskesmas dengan cakupan imunisasi terbaik|10|imunisasi-lengkap|||cakupan;posyandu
C13|Pencatatan dan pelaporan ASIK|16||||laporan bulanan;aplikasi kesehatan;tepat waktu
C14|Komunikasi risiko dan penyuluhan kelas ibu|3||||penyuluhan;ibu hamil;posyandu
C15|Manajemen antrean dan alur loket|8|layanan-tepat-waktu|||standar waktu;antrean;permohonan
C16|Ketelitian pemeriksaan dokumen kependudukan|3|dokumen-keliru|||verifikasi berkas;salah cetak;adminduk
C17|Patok banding loket layanan ke kota lain|20||BP||alur;layanan cepat;loket
C18|Pelayanan prima bagi petugas loket|11|ikm|BP.2||ramah;senyum;pemohon
C19|Coaching melayani pemohon yang marah|14||BP||keluhan;emosi;loket
C20|E-learning penanganan pengaduan SP4N-LAPOR|16||BP.1||aduan;tindak lanjut;keluhan masyarakat
C21|Mentoring integritas dan tanggung jawab harian|15||AK.1||jujur;disiplin;absen
C22|Seminar antikorupsi dan pengendalian gratifikasi|9||AK||gratifikasi;korupsi;integritas
C23|Bimtek pengelolaan barang milik daerah|8||AK.2||aset;inventaris;kendaraan dinas
C24|Coaching disiplin kehadiran dan tenggat|14||||terlambat;jam kerja;tenggat
C25|Komunitas belajar berbagi ilmu antarpegawai|23||KP.2||berbagi;mengajari rekan
C26|Coaching menyusun rencana belajar pribadi|14||KP.1||belajar mandiri;tujuan
C27|Mentoring menjaga mutu hasil kerja|15||KP.3||periksa ulang;kualitas
C28|Pelatihan keberagaman dan empati di kantor|6||HR.1||menghargai;latar belakang;toleransi
C29|Coaching menangani perselisihan dalam tim|14||HR.3||konflik;suasana kerja;rekan
C30|Penugasan menjadi pendamping pegawai baru|25||HR.2||menolong;orientasi pegawai
C31|Pelatihan bela negara dan wawasan kebangsaan|6||LY.1||pancasila;nkri
C32|E-learning keamanan informasi dan rahasia jabatan|16||LY.3||kata sandi;kebocoran data;rahasia
C33|Etika bermedia sosial bagi ASN|9||LY.2||nama baik;unggahan
C34|Penugasan tim lintas bidang|25||KL||kerja sama;koordinasi;lintas unit
C35|Coaching fasilitasi rapat yang melibatkan semua pihak|14||KL.1||rapat;pendapat;partisipasi
C36|Pertukaran ke BUMN: kemitraan sumber daya|21||KL.3||kemitraan;sumber daya
C37|Pelatihan kearsipan dinamis|3||||arsip;surat;tata naskah
C38|Bimtek penyusunan laporan kinerja|8||||lakip;laporan;sakip
C39|E-learning pengolahan data dengan lembar kerja|16|||analisis-data|excel;tabel;grafik
C40|Pelatihan analisis data untuk kebijakan|3|||analisis-data|statistik;visualisasi
C41|Kursus bahasa Inggris pelayanan|11||||percakapan;turis
C42|Pelatihan kepemimpinan pengawas|1|||mengelola-perubahan|pkp;pemimpin
C43|Pelatihan komunikasi manajerial|5|||komunikasi|presentasi;mendengar;pesan
C44|Coaching komunikasi atasan dan tim|14|||komunikasi|mendengarkan;umpan balik
C45|Workshop pengambilan keputusan berbasis bukti|4||||keputusan;pilihan;risiko
C46|Mentoring mengambil keputusan sulit bersama pimpinan|15|||pengambilan-keputusan|dilema;pimpinan
C47|Pelatihan perekat bangsa dan komunikasi antarbudaya|6|||perekat-bangsa|toleransi;konflik sosial
C48|Pelatihan penyusunan anggaran kas|3||||dpa;serapan;anggaran
C49|Bimtek pengadaan barang dan jasa|8||||pengadaan;e-katalog;kontrak
C50|Pelatihan pemadam kebakaran tingkat dasar|3||||api;selang;evakuasi
C51|Penataan posyandu dan kader|8||||kader;balita;gizi
C52|Sosialisasi perlindungan data pribadi|7||||data warga;privasi
C53|Bimtek survei kepuasan masyarakat|8|ikm|||skm;kuesioner;unsur layanan
C54|Pelatihan dasar keselamatan pasien|3||||pasien;infeksi;perawat
C55|E-learning penulisan modul ajar|16||||modul;rpp;perangkat ajar
C56|Mentoring mengelola kas bendahara|15||||bendahara;spj;pajak
C57|Pelatihan penggerak rencana aksi unit|3|rencana-aksi|||pemantauan;tenggat;target
C58|Coaching dialog kinerja bagi atasan|14||||dialog;umpan balik;bawahan
C59|Seminar motivasi kerja|9||||semangat
C60|Pelatihan fungsional pengawas sekolah|2||||pengawas;supervisi akademik
"""


def shelf() -> list[Item]:
    """All items, available at any time."""
    found = []
    for row in _ROWS.strip().splitlines():
        code, title, form, measures, values, competences, keywords = row.split("|")
        found.append(
            Item(
                code=code,
                title=title,
                form=int(form),
                keywords=tuple(keywords.split(";")),
                measures=tuple(filter(None, measures.split(";"))),
                behaviors=tuple(filter(None, values.split(";"))),
                competences=tuple(filter(None, competences.split(";"))),
            )
        )
    return found
