const res = await fetch(
'https://www.bayar.gg/api/list-payments.php?status=paid&page=1&limit=10',
{ headers: { 'X-API-Key': 'YOUR_API_KEY_HERE' } }
);
const data = await res.json();
