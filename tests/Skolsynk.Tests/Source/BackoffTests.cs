using Skolsynk.Source;

namespace Skolsynk.Tests.Source;

public sealed class BackoffTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("7", 7)]
    [InlineData("2.5", 2.5)]
    [InlineData(" 3 ", 3)]
    [InlineData("Mon, 05 Jan 2026 08:00:20 GMT", 20)]
    [InlineData("9999999999", 86400)]
    public void Retry_After_is_seconds_with_or_without_decimals_or_a_date(string header, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.RetryAfter(header, Now));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("NaN")]
    [InlineData("Mon, 05 Jan 2026 07:59:00 GMT")]
    public void Anything_else_is_no_Retry_After(string? header) => Assert.Null(Backoff.RetryAfter(header, Now));

    [Theory]
    [InlineData(1, 1.0, 1)]
    [InlineData(1, 0.0, 0.5)]
    [InlineData(4, 1.0, 8)]
    [InlineData(9, 1.0, 60)]
    [InlineData(1000, 0.0, 30)]
    public void Waits_double_up_to_a_minute_and_jitter_takes_half_at_most(int failures, double jitter, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Exponential(failures, jitter));

    [Fact]
    public void Patience_ends_with_the_attempts()
    {
        var patience = new Patience(new PatienceOptions { MaxAttempts = 3 }, () => 1);
        Assert.Equal(TimeSpan.FromSeconds(1), patience.Next(null));
        Assert.Equal(TimeSpan.FromSeconds(2), patience.Next(null));
        Assert.Null(patience.Next(null));
    }

    [Fact]
    public void Patience_ends_with_a_wait_that_is_too_long() =>
        Assert.Null(new Patience(new PatienceOptions { MaxWait = TimeSpan.FromMinutes(1) }, () => 1).Next(TimeSpan.FromSeconds(61)));
}
