const res = await fetch('https://www.bayar.gg/api/create-payment.php', {
method: 'POST',
headers: {
'Content-Type': 'application/json',
'X-API-Key': 'YOUR_API_KEY_HERE'
},
body: JSON.stringify({
amount: 50000,
description: 'Pembayaran Produk A',
payment_method: 'qris_bayar_gg'
})
});
const data = await res.json();
