using Skolsynk.Deliveries;
using Skolsynk.Ss12000.Scim2018;

namespace Skolsynk.Tests.Deliveries;

/// <summary>When refusals say something of the connection, and when a pass may be skipped.</summary>
public sealed class PassTests
{
    private const long Day = 24 * 60 * 60 * 1000;
    private static readonly ConnectionState Quiet = new(7, 7, Mapping.Number, 1, 0, 100 * Day, 0, 0, RestKind.None, null);

    [Theory]
    [InlineData(80, 20, false)]
    [InlineData(79, 21, true)]
    [InlineData(0, 20, false)]
    [InlineData(0, 21, true)]
    [InlineData(1_000, 20, false)]
    public void Twenty_one_refusals_of_the_last_hundred_are_no_property_of_objects(int confirmed, int refused, bool tooMany)
    {
        var tally = new PassTally();
        Count(tally, Verdict.Confirmed, confirmed);
        Count(tally, Verdict.Refused, refused);
        Assert.Equal(tooMany, tally.TooManyRefused);
    }

    [Fact]
    public void Refusals_long_ago_and_those_known_before_do_not_count()
    {
        var tally = new PassTally();
        Count(tally, Verdict.Refused, 20);
        Count(tally, Verdict.Confirmed, 100);
        Count(tally, Verdict.Refused, 20);
        Count(tally, Verdict.Refused, 500, retry: true);
        Assert.False(tally.TooManyRefused);
    }

    [Fact]
    public void What_is_answered_afterwards_does_not_take_the_judgement_back()
    {
        var tally = new PassTally();
        Count(tally, Verdict.Refused, 21);
        Count(tally, Verdict.Confirmed, 100);
        Assert.True(tally.TooManyRefused);
    }

    [Fact]
    public void The_first_reason_to_break_off_stands()
    {
        var tally = new PassTally();
        tally.BreakOff(RestKind.Unauthorized, "a");
        tally.BreakOff(RestKind.Unreachable, "b");
        Assert.Equal((RestKind.Unauthorized, "a"), (tally.BrokenOff, tally.BrokenOffDetail));
    }

    [Fact, Trait("Invariant", "3")]
    public void A_pass_is_skipped_only_when_nothing_can_be_owed()
    {
        const long now = (100 * Day) + 1;
        Assert.True(PassInput.MaySkip(Quiet, windowsOpen: false, now));
        Assert.True(PassInput.MaySkip(Quiet with { NextDue = now + 1 }, windowsOpen: false, now));
        Assert.False(PassInput.MaySkip(Quiet, windowsOpen: true, now));
        Assert.False(PassInput.MaySkip(Quiet with { NextDue = now }, windowsOpen: false, now));
        Assert.False(PassInput.MaySkip(Quiet with { InputV = 8 }, windowsOpen: false, now));
        Assert.False(PassInput.MaySkip(Quiet with { Mapping = Mapping.Number - 1 }, windowsOpen: false, now));
        Assert.False(PassInput.MaySkip(Quiet, windowsOpen: false, 101 * Day));
    }

    private static void Count(PassTally tally, Verdict verdict, int times, bool retry = false)
    {
        for (var i = 0; i < times; i++)
            tally.Count(DeliveryAction.Create, verdict, retry);
    }
}
