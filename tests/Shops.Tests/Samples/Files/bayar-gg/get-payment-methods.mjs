const res = await fetch(
'https://www.bayar.gg/api/get-payment-methods.php',
{ headers: { 'X-API-Key': 'YOUR_API_KEY_HERE' } }
);
const data = await res.json();
