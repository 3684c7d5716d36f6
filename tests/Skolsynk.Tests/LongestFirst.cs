using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Skolsynk.Tests.LongestFirst))]

namespace Skolsynk.Tests;

/// <summary>
/// Begins with what takes minutes, so that no core is idle at the end while another waits for the last storm. Half again as many run at once as there
/// are cores (<c>xunit.runner.json</c>): storms and browsers mostly wait.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] First = [".Storms.", ".Browser."];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(one => Array.Exists(First, part => one.TestCollectionDisplayName.Contains(part, StringComparison.Ordinal)) ? 0 : 1)];
}
