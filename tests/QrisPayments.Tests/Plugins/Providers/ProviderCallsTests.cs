using QrisPayments.Foundation;
using QrisPayments.Money;
using QrisPayments.Payments;
using QrisPayments.Plugins;
using QrisPayments.Plugins.Providers;
using QrisPayments.Settings;
using QrisPayments.Testing;

namespace QrisPayments.Tests.Plugins.Providers;

/// <summary>What gateways say about money is looked through before anybody believes it.</summary>
public sealed class ProviderCallsTests
{
    private static readonly FakeClock Clock = new();

    private readonly ProviderCalls _calls = new(Clock);
    private readonly Gateway _gateway = new();
    private readonly ProviderAccount _account;

    public ProviderCallsTests() =>
        _account = new ProviderAccount("a", "a", _gateway, new ProviderTraits()) { Guard = new PluginGuard("a", Clock) };

    private static DateTimeOffset Now => Clock.GetUtcNow();

    private static OpenedAttempt Attempt { get; } = new()
    {
        AttemptId = "att_1", PaymentId = "pay_1", OrderId = "INV-1", Amount = 50_000, TotalAmount = 50_123, CreatedAt = Now,
        ExpiresAt = Now.AddMinutes(15),
    };

    private async Task<OpenResult> OpenAsync(int maxFeePercent = 5) => Assert.IsType<OpenAnswer.Given>(await _calls.OpenAsync(
        _account with { Routing = new AccountRouting { MaxFeePercent = maxFeePercent } }, new OpenRequest
    {
        AttemptId = "att_1", PaymentId = "pay_1", OrderId = "INV-1", Amount = 50_000, UniqueCode = 0, TotalAmount = 50_000,
        ExpiresAt = Now.AddMinutes(15),
    }, TimeSpan.FromSeconds(10), CancellationToken.None)).Result;

    private Task<StatusResult> QueryAsync() => _calls.QueryAsync(_account, Attempt, CancellationToken.None);

    private async Task<WebhookVerdict> ReadAsync() => Assert.IsType<WebhookVerification.Verified>(await TryReadAsync()).Verdict;

    private Task<WebhookVerification> TryReadAsync() => _calls.VerifyWebhookAsync(_account, new WebhookRequest
    {
        Headers = new Dictionary<string, string>(), Query = new Dictionary<string, string>(), Body = default, ReceivedAt = Now,
    }, CancellationToken.None);

    [Fact]
    public async Task What_throws_or_answers_nothing_is_unknown()
    {
        foreach (var fail in new Func<object?>[] { () => null, () => throw new InvalidOperationException("broken") })
        {
            _gateway.Answer = fail;

            Assert.IsType<OpenResult.Unknown>(await OpenAsync());
            Assert.IsType<StatusResult.Unknown>(await QueryAsync());
            Assert.IsType<LedgerResult.Unknown>(await _calls.ReadLedgerAsync(_account, Now, CancellationToken.None));
            Assert.IsType<WebhookVerification.Failed>(await TryReadAsync());
            await _account.Guard.ResetAsync();
        }
        _gateway.Answer = () => throw new InvalidOperationException("broken");
        Assert.Equal(CancelAnswer.Unknown, await _calls.CancelAsync(_account, Attempt, CancellationToken.None));
        _gateway.Answer = () => (CancelAnswer)77;
        Assert.Equal(CancelAnswer.Unknown, await _calls.CancelAsync(_account, Attempt, CancellationToken.None));
    }

    [Fact]
    public async Task What_it_cannot_do_is_said_and_not_tried()
    {
        var bare = _account with { Provider = new Bare() };

        Assert.IsType<StatusResult.Unknown>(await _calls.QueryAsync(bare, Attempt, CancellationToken.None));
        Assert.IsType<LedgerResult.Unknown>(await _calls.ReadLedgerAsync(bare, Now, CancellationToken.None));
        Assert.Equal(CancelAnswer.Unknown, await _calls.CancelAsync(bare, Attempt, CancellationToken.None));
    }

    public static TheoryData<OpenResult.Opened> Impossible => new()
    {
        new OpenResult.Opened { TotalAmount = 50_000 },
        new OpenResult.Opened { TotalAmount = 50_000, Instructions = new string('x', 1_001) },
        new OpenResult.Opened { TotalAmount = 50_000, Instructions = "x", ProviderRef = new string('x', 129) },
        new OpenResult.Opened { TotalAmount = 50_000, Instructions = "x", ProviderRef = "a\0b" },
        new OpenResult.Opened { TotalAmount = 50_000, Instructions = "x", ExpiresAt = DateTimeOffset.UnixEpoch },
        new OpenResult.Opened { TotalAmount = 50_000, Instructions = "x", ExpiresAt = DateTimeOffset.MaxValue },
        new OpenResult.Opened { TotalAmount = 50_000, RedirectUrl = new Uri("http://gateway.example/") },
        new OpenResult.Opened { TotalAmount = 50_000, RedirectUrl = new Uri("http://127.0.0.1.gateway.example/") },
        new OpenResult.Opened { TotalAmount = 50_000, RedirectUrl = new Uri("ftp://127.0.0.1/") },
        new OpenResult.Opened { TotalAmount = 50_000, QrPayload = "no qr" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public async Task What_cannot_be_shown_is_rejected(OpenResult.Opened opened)
    {
        _gateway.Answer = () => opened;

        Assert.Equal("qr_refused", Assert.IsType<OpenResult.Rejected>(await OpenAsync()).Code);
        Assert.Single(_account.Guard.Faults);
    }

    [Theory]
    [InlineData(500_000, 5)]
    [InlineData(53_500, 5)]
    [InlineData(51_000, 0)]
    [InlineData(100_001_000, 100)]
    [InlineData(49_999, 5)]
    [InlineData(-1, 5)]
    [InlineData(long.MaxValue, 100)]
    public async Task F07_a_total_that_is_no_fee_is_rejected_with_both_numbers(long total, int percent)
    {
        _gateway.Answer = () => new OpenResult.Opened { TotalAmount = total, Instructions = "x" };

        var rejected = Assert.IsType<OpenResult.Rejected>(await OpenAsync(percent));

        Assert.Equal("total_refused", rejected.Code);
        Assert.Contains($"{total}", rejected.Message, StringComparison.Ordinal);
        Assert.Contains("50000", rejected.Message, StringComparison.Ordinal);
        Assert.Single(_account.Guard.Faults);
    }

    [Theory]
    [InlineData(50_000, 0)]
    [InlineData(50_999, 0)]
    [InlineData(53_499, 5)]
    [InlineData(100_999, 100)]
    public async Task F07_a_fee_within_the_accounts_bound_is_shown(long total, int percent)
    {
        _gateway.Answer = () => new OpenResult.Opened { TotalAmount = total, Instructions = "x" };

        Assert.Equal(total, Assert.IsType<OpenResult.Opened>(await OpenAsync(percent)).TotalAmount);
    }

    [Theory]
    [InlineData("https://gateway.example/")]
    [InlineData("http://127.0.0.1:5080/")]
    [InlineData("http://localhost:5080/")]
    public async Task A_page_is_shown_by_https_or_on_the_same_machine(string address)
    {
        _gateway.Answer = () => new OpenResult.Opened { TotalAmount = 50_000, RedirectUrl = new Uri(address) };

        Assert.Equal(new Uri(address), Assert.IsType<OpenResult.Opened>(await OpenAsync()).RedirectUrl);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-50_000)]
    [InlineData(long.MaxValue)]
    public async Task Money_of_an_impossible_amount_is_for_a_person(long amount)
    {
        _gateway.Answer = () => new StatusResult.Paid { Amount = amount };

        Assert.Equal("amount_impossible", Assert.IsType<StatusResult.Doubtful>(await QueryAsync()).Code);
    }

    [Theory]
    [InlineData("on_hold_by_bank", "on_hold_by_bank")]
    [InlineData("STATUS 42", "STATUS 42")]
    [InlineData("held for 081234567890", "held for ############")]
    [InlineData("budi@example.com waits", "***")]
    [InlineData("<b>held</b>", "?b?held??b?")]
    [InlineData("a_word_that_goes_on_and_on_and_on_and_on_and_on", "a_word_that_goes_on_and_on_and_on_and_on")]
    public async Task F34_a_word_that_is_not_known_is_shown_without_what_could_be_a_customers(string word, string shown)
    {
        _gateway.Answer = () => new StatusResult.Unreadable("odd", word);

        Assert.Equal(shown, Assert.IsType<StatusResult.Unreadable>(await QueryAsync()).Word);
        Assert.Empty(_account.Guard.Faults);
    }

    [Fact]
    public async Task An_impossible_time_is_left_out_and_the_money_counts()
    {
        _gateway.Answer = () =>
            new StatusResult.Paid { Amount = 50_123, At = DateTimeOffset.UnixEpoch, ProviderRef = new string('x', 500) };

        Assert.Equal(new StatusResult.Paid { Amount = 50_123 }, await QueryAsync());
        Assert.Equal(2, _account.Guard.Faults.Count);
    }

    [Fact]
    public async Task A_sound_answer_passes_as_it_is()
    {
        var paid = new StatusResult.Paid { Amount = 50_123, At = Now, Reference = "R1", ProviderRef = "P1" };
        _gateway.Answer = () => paid;

        Assert.Equal(paid, await QueryAsync());
        Assert.Empty(_account.Guard.Faults);
    }

    [Fact]
    public async Task A_wish_to_be_left_alone_is_bounded()
    {
        _gateway.Answer = () => new StatusResult.Unknown("429", TimeSpan.FromDays(1_000));

        Assert.Equal(TimeSpan.FromHours(1), Assert.IsType<StatusResult.Unknown>(await QueryAsync()).RetryAfter);
    }

    [Fact]
    public async Task Entries_that_cannot_be_are_left_out_of_a_ledger()
    {
        var good = new LedgerEntry { Reference = "R1", Amount = 50_123, At = Now };
        _gateway.Answer = () =>
            new LedgerResult.Read(
                [good, good with { Amount = -1 }, good with { Reference = "" }, good with { At = Now.AddYears(1) }, null!,
                    good with { Reference = "R2", Precision = TimeSpan.FromDays(-3) }]);

        var read = Assert.IsType<LedgerResult.Read>(await _calls.ReadLedgerAsync(_account, Now, CancellationToken.None));

        Assert.Equal([good, good with { Reference = "R2", Precision = TimeSpan.Zero }], read.Entries);
        Assert.Equal(["-1 is not a possible amount.", "its reference must be 1–128 characters of text.",
                "2027-01-01 05:00:00Z is not a possible time.", "the entry is missing."],
            read.Unreadable.Select(row => row.Problem));
        Assert.Equal(PluginCondition.Failing, _account.Guard.Health.Condition);
    }

    [Fact]
    public async Task A_reply_that_cannot_be_sent_asks_for_the_webhook_again()
    {
        _gateway.Answer = () =>
            new WebhookVerdict.Forged("bad key") { Reply = new WebhookReply(99) { ContentType = "text/plain\r\nSet-Cookie: a" } };

        Assert.Equal(new WebhookReply(503), Assert.IsType<WebhookVerdict.Forged>(await ReadAsync()).Reply);
    }

    [Fact]
    public async Task A_webhook_with_impossible_money_is_kept_for_a_person()
    {
        _gateway.Answer = () =>
            new WebhookVerdict.Genuine
            {
                Reply = new WebhookReply(200), Credit = new LedgerEntry { Reference = "R", Amount = -1, At = Now }
            };

        Assert.Equal(200, Assert.IsType<WebhookVerdict.Malformed>(await ReadAsync()).Reply.StatusCode);
    }

    private sealed class Gateway : IPaymentProvider, IQueryStatus, ICancelAttempts, IReceiveWebhooks, IReadLedger
    {
        public Func<object?> Answer { get; set; } = () => null;

        public ProviderTraits Traits { get; } = new();

        public Task<OpenResult> OpenAsync(OpenRequest request, CancellationToken cancellationToken) =>
            Task.FromResult((OpenResult)Answer()!);

        public Task<StatusResult> QueryAsync(OpenedAttempt attempt, CancellationToken cancellationToken) =>
            Task.FromResult((StatusResult)Answer()!);

        public Task<CancelAnswer> CancelAsync(OpenedAttempt attempt, CancellationToken cancellationToken) =>
            Task.FromResult((CancelAnswer)Answer()!);

        public WebhookVerdict Read(WebhookRequest request) => (WebhookVerdict)Answer()!;

        public Task<LedgerResult> ReadAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
            Task.FromResult((LedgerResult)Answer()!);
    }

    private sealed class Bare : IPaymentProvider
    {
        public ProviderTraits Traits { get; } = new();

        public Task<OpenResult> OpenAsync(OpenRequest request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();
    }
}
