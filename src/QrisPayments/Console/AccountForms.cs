using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using QrisPayments.Foundation;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Settings;
using QrisPayments.Storage;

namespace QrisPayments.Console;

/// <summary>POST: what the owner does with one account.</summary>
internal static class AccountForms
{
    /// <summary>Before the names of settings in the form, so that no plugin's setting meets a field of ours.</summary>
    public const string Prefix = "f.";

    public static Task ChangeAsync(ConsoleRequest request) => request.Field("action") switch
    {
        "save" => SaveAsync(request),
        "delete" => DeleteAsync(request),
        "test" => TestAsync(request),
        _ => NoticePages.NotFoundAsync(request),
    };

    private static string Page(ConsoleRequest request) => $"/plugins/{request.Route("id")}/accounts/{request.Route("account")}";

    private static long Version(ConsoleRequest request) =>
        long.TryParse(request.Field("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;

    private static async Task SaveAsync(ConsoleRequest request)
    {
        // A checkbox is written twice: off always, and on when it is ticked.
        var values = request.Form.Where(field => field.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(field => field.Key[Prefix.Length..], field => field.Value.LastOrDefault());
        var settings = request.Service<AccountSettings>();
        if (await settings.FormAsync(request.Route("id"), request.Route("account"), request.Aborted) is not { } form)
        {
            await NoticePages.NotFoundAsync(request);
            return;
        }
        var result = await settings.SaveAsync(new PostedAccount
        {
            Id = form.Id, PluginId = form.PluginId, Version = Version(request), Values = values,
            Cleared = request.Form["clear"].OfType<string>().ToHashSet(StringComparer.Ordinal),
        }, request.Aborted);
        // What was entered stays in the form, but for secrets: those go to the browser never.
        var secrets = form.Fields.Where(field => field.Kind == SettingKind.Secret).Select(field => field.Name)
            .ToHashSet(StringComparer.Ordinal);
        await (result switch
        {
            SaveResult.Saved => request.GoAsync($"{Page(request)}?said=saved"),
            SaveResult.Refused refused => AccountPages.ShowAsync(
                request, values.Where(value => !secrets.Contains(value.Key)).ToDictionary(), refused.Faults,
                StatusCodes.Status422UnprocessableEntity),
            _ => request.GoAsync($"{Page(request)}?said=overtaken"),
        });
    }

    private static async Task DeleteAsync(ConsoleRequest request)
    {
        var id = request.Route("account");
        if (!AccountId.IsValid(request.Route("id"), id)) await NoticePages.NotFoundAsync(request);
        else if (request.Field("confirm") != "yes") await request.GoAsync($"{Page(request)}?said=confirm_needed");
        else if (await request.Service<AccountSettings>().DeleteAsync(id, Version(request), request.Aborted))
            await request.GoAsync($"/plugins/{request.Route("id")}?said=removed");
        else await request.GoAsync($"{Page(request)}?said=overtaken");
    }

    private static async Task TestAsync(ConsoleRequest request)
    {
        var account = request.Service<PluginHost>()
            .Current.Accounts.FirstOrDefault(state => state.Id == request.Route("account")
                && state.PluginId == request.Route("id"))?.Account;
        if (account is null)
        {
            await NoticePages.NotFoundAsync(request);
            return;
        }
        if (request.Field("confirm") != "yes")
        {
            await request.GoAsync($"{Page(request)}?said=confirm_needed");
            return;
        }
        if (!long.TryParse(request.Field("amount"), NumberStyles.None, CultureInfo.InvariantCulture, out var amount) || amount < 1
            || amount > request.Service<IOptions<PaymentOptions>>().Value.MaxAmount)
        {
            await request.GoAsync($"{Page(request)}?said=test_amount");
            return;
        }
        var said = Words(await request.Service<TestCall>().RunAsync(account, amount, request.Aborted), request.Texts);
        var sealedWords = request.Service<IDataProtectionProvider>().CreateProtector(AccountPages.TestPurpose)
            .Protect(StoredText.Cut(said, 600));
        await request.GoAsync(Page(request) + QueryString.Create("test", sealedWords).ToUriComponent());
    }

    private static string Words(TestResult result, ConsoleTexts texts) => result switch
    {
        TestResult.Answered answered => Words(answered.Answer, texts)
            + $" · {((long)answered.Elapsed.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)} ms",
        TestResult.NoTotalFree => texts.TestNoTotalFree,
        TestResult.NotAsked => texts.TestNotAsked,
        var other => throw new InvalidOperationException($"Unknown result {other.GetType().Name}."),
    };

    private static string Words(OpenResult answer, ConsoleTexts texts) => answer switch
    {
        OpenResult.Opened opened => $"{texts.TestOpened} {Rupiah.Format(opened.TotalAmount)}"
            + (opened.QrPayload is { } qr ? $" · QR {qr.Length.ToString(CultureInfo.InvariantCulture)}" : "")
            + (opened.ProviderRef is { } reference ? $" · {reference}" : ""),
        OpenResult.Rejected rejected => $"{texts.TestRejected} {rejected.Message} [{rejected.Code}]",
        OpenResult.Unknown unknown => $"{texts.TestUnknown} {unknown.Message}",
        var other => throw new InvalidOperationException($"Unknown answer {other.GetType().Name}."),
    };
}
