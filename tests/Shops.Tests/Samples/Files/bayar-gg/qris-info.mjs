const res = await fetch(
'https://www.bayar.gg/api/qris-info.php?qris=00020101021126...',
{ headers: { 'X-API-Key': 'YOUR_API_KEY_HERE' } }
);
const data = await res.json();
