using System.Net;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using QrisPayments.Payments;
using QrisPayments.Tests.Console;
using QrisPayments.Tests.Harness;

namespace QrisPayments.Tests.Refunds;

/// <summary>What an operator does about refunds and disputes, and what the pages show of them.</summary>
public abstract partial class RefundPageTests(Database database) : PaidGatewayTests(database)
{
    private ConsoleBrowser Browser => field ??= new ConsoleBrowser(Host);

    private async Task<string> SubmitAsync(string form, params (string, string)[] fields) =>
        ConsoleBrowser.Goal(await Browser.SubmitAsync("/plugins", form, fields));

    private Task<string> AskAsync(
        string amount, string reference = "", string reason = "Barang habis", string isChecked = "yes", string key = "") =>
        SubmitAsync($"/payments/{Id}/refunds", ("amount", amount), ("reason", reason), ("reference", reference), ("checked", isChecked),
            ("key", key));

    private async Task<string> CaseAsync(string kind) =>
        (await Database.ScalarAsync<string>("SELECT id FROM qris_reviews WHERE kind = @kind AND state = 'open'", new { kind }))!;

    public override async Task DisposeAsync()
    {
        if (Host is not null) Browser.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task The_form_gives_money_back_only_when_everything_about_it_is_right()
    {
        await PaidAsync(AsksAndHears);
        Assert.EndsWith("?said=confirm_needed", await AskAsync("1000", isChecked: ""), StringComparison.Ordinal);
        Assert.EndsWith("?said=refund_amount", await AskAsync("13.000"), StringComparison.Ordinal);
        Assert.EndsWith("?said=refund_amount", await AskAsync("0"), StringComparison.Ordinal);
        Assert.EndsWith("?said=refund_reason", await AskAsync("1000", reason: " "), StringComparison.Ordinal);
        Assert.EndsWith("?said=refund_too_much", await AskAsync("50001", "TRX-1"), StringComparison.Ordinal);
        Assert.Empty(await Host.Api.RefundsAsync(Id));

        Assert.EndsWith("?said=refund_made", await AskAsync("20000", "TRX-1"), StringComparison.Ordinal);

        Assert.Equal(20_000, await RefundedAsync());
        var page = await Browser.PageAsync($"/payments/{Id}");
        foreach (var shown in new[] { "TRX-1", "Rp20.000", "Rp30.000", "Money refunded", "Barang habis" })
            Assert.Contains(shown, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "Requested by|app demo", "Requested by|ani", "Entered by|ani", "Refused by|ani",
        "requested by app demo", "entered by ani", "refused by ani")]
    [InlineData("id", "Diminta oleh|aplikasi demo", "Diminta oleh|ani", "Dicatat oleh|ani", "Ditolak oleh|ani",
        "diminta oleh aplikasi demo", "dicatat oleh ani", "ditolak oleh ani")]
    public async Task Who_asked_for_a_refund_and_who_entered_or_refused_it_is_shown(string language, params string[] shown)
    {
        await PaidAsync(AsksAndHears);
        foreach (var amount in new[] { 10_000, 11_000 }) await RefundAsync(amount);
        await SubmitAsync($"/reviews/{await CaseOfAsync(10_000)}", ("action", "sent"), ("reference", "TRX-5"));
        await SubmitAsync($"/reviews/{await CaseOfAsync(11_000)}", ("action", "refuse"), ("remark", "Sudah dikirim"));
        await AskAsync("12000", "TRX-6");
        // As a host with accounts of its own would have noted it.
        await using (var connection = await Database.OpenAsync())
            await connection.ExecuteAsync("""
                UPDATE qris_refunds SET requested_by = CASE WHEN requested_by IS NULL THEN NULL ELSE 'ani' END,
                                        decided_by = CASE WHEN decided_by IS NULL THEN NULL ELSE 'ani' END
                """);

        var page = WebUtility.HtmlDecode(await Browser.PageAsync($"/payments/{Id}?lang={language}"));

        foreach (var words in shown)
            Assert.Contains(words.Split('|') is [var label, var value] ? $"<dt>{label}</dt><dd><bdi>{value}</bdi></dd>" : words, page,
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en", "<dt>Requested by</dt><dd><bdi>the shop itself</bdi></dd>", "<dt>Reported by</dt><dd><bdi>the gateway</bdi></dd>")]
    [InlineData("id", "<dt>Diminta oleh</dt><dd><bdi>toko ini sendiri</bdi></dd>", "<dt>Dilaporkan oleh</dt><dd><bdi>gateway</bdi></dd>")]
    public async Task A_refund_of_the_shops_own_code_or_made_at_the_gateway_says_so(string language, params string[] shown)
    {
        await PaidAsync(AsksAndHears);
        await Host.App.Services.GetRequiredService<IQrisPayments>()
            .RefundAsync(Id, new NewRefund { Amount = 5_000, Reason = "Barang habis", Reference = "TRX-7" });
        await SaysAsync("reversed refund 13000 dash-1:13000");

        var page = WebUtility.HtmlDecode(await Browser.PageAsync($"/payments/{Id}?lang={language}"));

        Assert.All(shown, words => Assert.Contains(words, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_case_of_a_refund_says_who_asked_for_it_and_what_refusing_means_for_who_carries_it_out()
    {
        await PaidAsync(AsksAndHears);
        await RefundAsync(10_000);
        var byHand = await Browser.PageAsync($"/reviews/{await CaseAsync("refund")}");
        Assert.Contains("<dd><bdi>app demo</bdi></dd>", byHand, StringComparison.Ordinal);
        Assert.Contains("No money goes back", byHand, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refund_that_its_gateway_may_have_carried_out_is_not_said_to_leave_the_money_where_it_is()
    {
        await PaidAsync();
        (_gateway.Refund, _gateway.RefundStatus) = ((_, _) => null, _ => "what");
        await RefundAsync(10_000);
        await StateAsync("unknown");
        Clock.Advance(TimeSpan.FromMinutes(61));
        await Wait.UntilAsync(() => CasesAsync("refund"), cases => cases == 1, "a case is open");

        var page = WebUtility.HtmlDecode(await Browser.PageAsync($"/reviews/{await CaseAsync("refund")}"));

        Assert.DoesNotContain("No money goes back", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Send the transfer", page, StringComparison.Ordinal);
        Assert.Contains("The gateway is asked first", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refund_that_a_person_asked_for_and_the_gateway_refuses_is_a_case()
    {
        await PaidAsync();
        _gateway.Refund = (_, _) => "no";

        await AskAsync("10000");
        await Wait.UntilAsync(() => CasesAsync("refund_failed"), cases => cases == 1, "a person is told");

        Assert.Equal("refund_failed", (await Host.Api.PaymentAsync(Id)).Text("review"));
        var page = WebUtility.HtmlDecode(await Browser.PageAsync($"/reviews/{await CaseAsync("refund_failed")}"));
        Assert.Contains("The money did not go back", page, StringComparison.Ordinal);
        // An app hears of it by its callback, so it is no case.
        await RefundAsync(5_000);
        await Wait.UntilAsync(() => Database.ScalarAsync<long>("SELECT COUNT(*) FROM qris_refunds WHERE state = 'failed'"),
            failed => failed == 2, "the other is refused, too");
        Assert.Equal(1, await CasesAsync("refund_failed"));
    }

    private async Task<string> CaseOfAsync(long amount) => (await Database.ScalarAsync<string>(
        "SELECT review_id FROM qris_refunds WHERE amount = @amount", new { amount }))!;

    [Fact]
    public async Task A_form_that_is_sent_twice_makes_one_refund()
    {
        await PaidAsync(AsksAndHears);
        var key = FormKey().Match(await Browser.PageAsync($"/payments/{Id}")).Groups[1].Value;

        for (var times = 0; times < 2; times++)
            Assert.EndsWith("?said=refund_made", await AskAsync("1000", "TRX-1", key: key), StringComparison.Ordinal);

        Assert.Single(await Host.Api.RefundsAsync(Id));
    }

    [Fact]
    public async Task A_refund_that_waits_is_done_with_the_number_of_its_transfer_or_refused_with_a_reason_and_never_just_closed()
    {
        await PaidAsync(AsksAndHears);
        foreach (var _ in new[] { 1, 2 }) await RefundAsync(10_000);
        Assert.Contains("2 refunds wait", await Browser.PageAsync(), StringComparison.Ordinal);
        var first = await CaseAsync("refund");
        Assert.EndsWith("?said=is_refund",
            await SubmitAsync($"/reviews/{first}", ("action", "dismiss"), ("remark", "x")), StringComparison.Ordinal);
        Assert.EndsWith("?said=refund_reference", await SubmitAsync($"/reviews/{first}", ("action", "sent")), StringComparison.Ordinal);
        Assert.EndsWith("?said=remark_missing", await SubmitAsync($"/reviews/{first}", ("action", "refuse")), StringComparison.Ordinal);

        Assert.EndsWith("?said=refund_sent",
            await SubmitAsync($"/reviews/{first}", ("action", "sent"), ("reference", "TRX-5")), StringComparison.Ordinal);
        Assert.EndsWith("?said=late",
            await SubmitAsync($"/reviews/{first}", ("action", "sent"), ("reference", "TRX-5")), StringComparison.Ordinal);
        Assert.Equal("refund", (await Host.Api.PaymentAsync(Id)).Text("review"));
        Assert.EndsWith("?said=refund_refused", await SubmitAsync($"/reviews/{await CaseAsync("refund")}", ("action", "refuse"),
            ("remark", "Barang sudah dikirim")), StringComparison.Ordinal);

        Assert.Equal((10_000L, null), (await RefundedAsync(), (await Host.Api.PaymentAsync(Id)).Text("review")));
        Assert.Equal(["done", "failed"],
            (await Host.Api.RefundsAsync(Id)).Select(refund => refund.GetProperty("status").GetString()).Order());
        var page = await Browser.PageAsync($"/payments/{Id}");
        Assert.Contains("Barang sudah dikirim", page, StringComparison.Ordinal);
        (await Host.Api.RefundAsync(Id, 40_000)).Is(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("en", "is recorded already")]
    [InlineData("id", "sudah dicatat")]
    public async Task A_transfers_number_that_is_known_adds_no_money_and_the_page_says_so(string language, string words)
    {
        await PaidAsync(AsksAndHears);
        await RefundAsync(10_000);
        await SubmitAsync($"/reviews/{await CaseAsync("refund")}", ("action", "sent"), ("reference", "TRX-5"));

        var same = await AskAsync("10000", "TRX-5");
        var other = await AskAsync("20000", "TRX-5");

        Assert.EndsWith("?said=refund_known", same, StringComparison.Ordinal);
        Assert.EndsWith("?said=refund_reference_used", other, StringComparison.Ordinal);
        Assert.Equal(10_000, await RefundedAsync());
        foreach (var said in new[] { "refund_known", "refund_reference_used" })
            Assert.Contains(words, await Browser.PageAsync($"/payments/{Id}?said={said}&lang={language}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dispute_ends_with_the_refund_that_it_was_or_with_a_note()
    {
        await PaidAsync(AsksAndHears);
        await SaysAsync("reversed chargeback");
        var first = await CaseAsync("dispute");
        Assert.Contains("1 dispute is open", await Browser.PageAsync(), StringComparison.Ordinal);
        Assert.EndsWith("?said=refund_too_much",
            await SubmitAsync($"/reviews/{first}", ("action", "confirm"), ("amount", "50001"), ("remark", "x")), StringComparison.Ordinal);
        Assert.Equal("dispute", (await Host.Api.PaymentAsync(Id)).Text("review"));

        Assert.EndsWith("?said=refund_sent", await SubmitAsync($"/reviews/{first}", ("action", "confirm"), ("amount", "20000"),
            ("reference", "CB-1"), ("remark", "Bank menarik kembali")), StringComparison.Ordinal);

        Assert.Equal((20_000L, null), (await RefundedAsync(), (await Host.Api.PaymentAsync(Id)).Text("review")));
        await SaysAsync("reversed void");
        Assert.EndsWith("?said=dismissed",
            await SubmitAsync($"/reviews/{await CaseAsync("dispute")}", ("action", "dismiss"), ("remark", "Salah lapor")),
            StringComparison.Ordinal);
        Assert.Equal((20_000L, null), (await RefundedAsync(), (await Host.Api.PaymentAsync(Id)).Text("review")));
    }

    [Theory]
    [InlineData("en", "Refunded Rp20.000")]
    [InlineData("id", "Dikembalikan Rp20.000")]
    public async Task Checkout_and_receipt_show_what_went_back(string language, string words)
    {
        await PaidAsync(AsksAndHears);
        await Host.Api.RefundAsync(Id, 20_000, reference: "TRX-1");

        Assert.Contains(words, (await Host.Api.GetAsync($"/pay/{Id}?lang={language}")).Body, StringComparison.Ordinal);
        foreach (var receipt in new[] { "receipt", "receipt.txt" })
        {
            var body = (await Host.Api.GetAsync($"/pay/{Id}/{receipt}?lang={language}")).Is(HttpStatusCode.OK).Body;
            Assert.Contains(words.Split(' ')[0], body, StringComparison.Ordinal);
            Assert.Contains("Rp20.000", body, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("name=\"key\" value=\"(frm_[0-9a-z]+)\"")]
    private static partial Regex FormKey();
}

[Collection(OnMariaDb.Name)]
public sealed class RefundPageTestsOnMariaDb(MariaDb database) : RefundPageTests(database);

public sealed class RefundPageTestsOnSqlite(SqliteFile database) : RefundPageTests(database), IClassFixture<SqliteFile>;
