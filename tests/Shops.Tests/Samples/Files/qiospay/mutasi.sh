curl --location 'https://qiospay.id/api/mutasi/qris/CP0xx/137c9ddc5e055636ef79dxxx'
