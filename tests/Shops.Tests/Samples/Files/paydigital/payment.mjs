fetch("http://paydigital.biz.id/api/payment.php?invoice=PYG20231201123456", {
method: "GET",
headers: {
"Authorization": "Bearer PYG1234567890abcdef"
}
})
.then(response => response.json())
.then(result => console.log(result))
.catch(error => console.log('error', error));
