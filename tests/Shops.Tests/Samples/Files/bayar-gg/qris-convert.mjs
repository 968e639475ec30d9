const res = await fetch('https://www.bayar.gg/api/qris-convert.php', {
method: 'POST',
headers: {
'Content-Type': 'application/json',
'X-API-Key': 'YOUR_API_KEY_HERE'
},
body: JSON.stringify({
qris: '00020101021126...',
nominal: 50000
})
});
const data = await res.json();
