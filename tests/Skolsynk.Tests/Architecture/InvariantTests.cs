using System.Reflection;
using System.Text.RegularExpressions;

namespace Skolsynk.Tests.Architecture;

/// <summary>Each invariant has tests that carry its number, and <c>docs/reliability.md</c> names some that there are.</summary>
public sealed partial class InvariantTests
{
    private const int Invariants = 12;

    [Fact]
    public void Each_invariant_has_a_test_that_carries_its_number()
    {
        var numbers = Tests().SelectMany(Numbers).ToHashSet();
        Assert.Equal(Enumerable.Range(1, Invariants).Select(number => $"{number}"), numbers.OrderBy(int.Parse));
    }

    [Fact]
    public void The_table_of_reliability_names_tests_of_each_invariant_and_no_others()
    {
        var rows = Row().Matches(File.ReadAllText(Repository.Path("docs", "reliability.md")));
        Assert.Equal(Enumerable.Range(1, Invariants).Select(number => $"{number}"), rows.Select(row => row.Groups[1].Value));
        var carried = Tests().SelectMany(test => Numbers(test).Select(number => (number, $"{test.DeclaringType!.Name}.{test.Name}"))).ToHashSet();
        foreach (Match row in rows)
        {
            var named = Name().Matches(row.Groups[2].Value).Select(name => (row.Groups[1].Value, name.Groups[1].Value)).ToList();
            Assert.NotEmpty(named);
            Assert.Equal([], named.Where(one => !carried.Contains(one)));
        }
    }

    private static IEnumerable<MethodInfo> Tests() => typeof(InvariantTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(method => method.GetCustomAttributes<FactAttribute>().Any());

    /// <summary>Its own and those of its class.</summary>
    private static IEnumerable<string> Numbers(MethodInfo test) => test.GetCustomAttributesData().Concat(test.DeclaringType!.GetCustomAttributesData())
        .Where(one => one.AttributeType == typeof(TraitAttribute) && one.ConstructorArguments is [{ Value: "Invariant" }, _])
        .Select(one => (string)one.ConstructorArguments[1].Value!);

    [GeneratedRegex(@"^\| (\d+) \| [^|]* \| ([^|]*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(\\w+\\.\\w+)`")]
    private static partial Regex Name();
}
