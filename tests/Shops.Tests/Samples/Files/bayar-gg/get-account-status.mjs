const res = await fetch(
'https://www.bayar.gg/api/get-account-status.php',
{ headers: { 'X-API-Key': 'YOUR_API_KEY_HERE' } }
);
const data = await res.json();
