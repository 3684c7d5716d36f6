using CsCheck;
using Skolsynk.Data;
using Skolsynk.Source;
using Skolsynk.Sync;

namespace Skolsynk.Tests.Sync;

public sealed class ScheduleTests
{
    private static readonly DateTimeOffset Start = new(2026, 9, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan CatchUp = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void A_tenant_is_read_every_hour_at_its_own_minute() => Gen.Int[1, 5_000].Sample(id =>
    {
        var first = Next(id, Start, 0);
        var second = Next(id, first, 0);
        return second - first == Hour && first > Start && first <= Start + Hour + (Hour / 6);
    });

    [Fact]
    public void Many_tenants_are_spread_over_the_hour()
    {
        var perTenMinutes = Enumerable.Range(1, 300).Select(id => Next(id, Start, 0).Minute / 10).GroupBy(part => part).Select(part => part.Count());
        Assert.All(perTenMinutes, count => Assert.InRange(count, 40, 60));
    }

    [Fact]
    public void A_tenant_that_was_never_read_and_one_that_missed_its_hour_are_read_soon_after_the_start() => Gen.Int[1, 5_000].Sample(id =>
    {
        var never = Schedule.Hourly.NextAt(new TenantId(id), null, Start, CatchUp);
        var missed = Schedule.Hourly.NextAt(new TenantId(id), Run(Start.AddDays(-2), 0), Start, CatchUp);
        return never == missed && never >= Start && never < Start + CatchUp;
    });

    [Fact]
    public void A_single_tenant_is_read_at_once() =>
        Assert.Equal(Start, Schedule.Hourly.NextAt(new TenantId(1), null, Start, TimeSpan.Zero));

    [Fact]
    public void A_fault_that_passes_is_tried_again_in_minutes_and_at_least_about_every_hour() => Gen.Int[1, 5_000].Sample(id =>
    {
        var waits = Enumerable.Range(1, 12).Select(n => Next(id, Start, n, FailureKind.Unreachable) - Start).ToList();
        return waits[0] >= TimeSpan.FromMinutes(4.4) && waits[0] <= TimeSpan.FromMinutes(5.6)
            && waits[^1] <= Hour * 1.1 && waits.Zip(waits.Skip(1)).All(pair => pair.First <= pair.Second);
    });

    [Theory]
    [InlineData(FailureKind.ConsentLost)]
    [InlineData(FailureKind.PermissionMissing)]
    [InlineData(FailureKind.NotEducationTenant)]
    [InlineData(FailureKind.TooLarge)]
    public void A_fault_that_needs_a_hand_is_tried_again_seldom(FailureKind kind)
    {
        Assert.InRange(Next(7, Start, 1, kind) - Start, Hour * 0.9, Hour * 1.1);
        Assert.InRange(Next(7, Start, 50, kind) - Start, Hour * 5.4, Hour * 6.6);
    }

    private static DateTimeOffset Next(int tenant, DateTimeOffset started, int failures, FailureKind? kind = null) =>
        Schedule.Hourly.NextAt(new TenantId(tenant), Run(started, failures, kind), Start.AddDays(-1), CatchUp);

    private static LastRun Run(DateTimeOffset at, int failures, FailureKind? kind = null) => new(at, at, failures, kind);
}
