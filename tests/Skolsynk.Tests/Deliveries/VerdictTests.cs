using Skolsynk.Deliveries;

namespace Skolsynk.Tests.Deliveries;

/// <summary>The table of answers, whole.</summary>
public sealed class VerdictTests
{
    [Theory]
    [InlineData(0, "Unreachable")]
    [InlineData(200, "Confirmed")]
    [InlineData(201, "Confirmed")]
    [InlineData(202, "Misconfigured")]
    [InlineData(203, "Misconfigured")]
    [InlineData(204, "Confirmed")]
    [InlineData(207, "Misconfigured")]
    [InlineData(301, "Misconfigured")]
    [InlineData(307, "Misconfigured")]
    [InlineData(400, "Refused")]
    [InlineData(401, "Unauthorized")]
    [InlineData(403, "Unauthorized")]
    [InlineData(405, "Misconfigured")]
    [InlineData(408, "Unreachable")]
    [InlineData(409, "Exists")]
    [InlineData(413, "Refused")]
    [InlineData(415, "Misconfigured")]
    [InlineData(422, "Refused")]
    [InlineData(429, "Throttled")]
    [InlineData(500, "Unreachable")]
    [InlineData(501, "Misconfigured")]
    [InlineData(502, "Unreachable")]
    [InlineData(503, "Unreachable")]
    [InlineData(504, "Unreachable")]
    public void An_answer_means_the_same_to_every_action(int status, string verdict) =>
        Assert.All(Enum.GetValues<DeliveryAction>(), action => Assert.Equal(verdict, Verdicts.Of(action, new SupplierAnswer(status)).ToString()));

    [Theory]
    [InlineData(DeliveryAction.Create, "Misconfigured")]
    [InlineData(DeliveryAction.Replace, "NotThere")]
    [InlineData(DeliveryAction.Delete, "NotThere")]
    public void A_404_on_a_create_is_a_wrong_address_and_else_a_missing_object(DeliveryAction action, string verdict) =>
        Assert.Equal(verdict, Verdicts.Of(action, new SupplierAnswer(404)).ToString());

    [Theory, InlineData(200), InlineData(201), InlineData(204)]
    public void A_web_page_confirms_nothing(int status) =>
        Assert.Equal(Verdict.Unreachable, Verdicts.Of(DeliveryAction.Create, new SupplierAnswer(status, Html: true)));

    [Fact]
    public void A_503_that_says_when_to_come_back_slows_the_lane() =>
        Assert.Equal(Verdict.Throttled, Verdicts.Of(DeliveryAction.Create, new SupplierAnswer(503, RetryAfter: TimeSpan.FromSeconds(2))));

    [Theory]
    [InlineData(0, true)]
    [InlineData(202, true)]
    [InlineData(303, true)]
    [InlineData(408, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(400, false)]
    [InlineData(403, false)]
    [InlineData(404, false)]
    [InlineData(415, false)]
    [InlineData(429, false)]
    [InlineData(501, false)]
    [Trait("Invariant", "5")]
    public void What_may_have_been_applied_is_uncertain(int status, bool mayBe) =>
        Assert.Equal(mayBe, Verdicts.MayBeApplied(new SupplierAnswer(status)));

    [Fact]
    public void Where_no_connection_came_about_nothing_was_applied() =>
        Assert.False(Verdicts.MayBeApplied(new SupplierAnswer(0, NothingSent: true)));
}
