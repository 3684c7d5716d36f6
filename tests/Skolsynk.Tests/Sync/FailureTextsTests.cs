using Skolsynk.Rosters;
using Skolsynk.Source;
using Skolsynk.Sync;

namespace Skolsynk.Tests.Sync;

public sealed class FailureTextsTests
{
    [Fact]
    public void Every_failure_and_every_hold_says_what_happened_what_to_do_and_that_nobody_is_removed()
    {
        var texts = Enum.GetValues<FailureKind>().Select(FailureTexts.Of).ToList();
        Assert.DoesNotContain(FailureTexts.Broken, texts);
        foreach (var text in texts.Concat(Enum.GetValues<HoldCause>().Select(HoldTexts.Of)))
        {
            Assert.All([text.Title, text.What, text.Do, text.Meanwhile], part => Assert.NotEmpty(part));
            Assert.Contains("kvar", text.Meanwhile, StringComparison.Ordinal);
        }
    }
}
