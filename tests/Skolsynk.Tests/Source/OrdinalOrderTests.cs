using CsCheck;
using Skolsynk.Source;

namespace Skolsynk.Tests.Source;

public sealed class OrdinalOrderTests
{
    [Fact]
    public void Ids_of_any_letters_and_lengths_stand_in_ordinal_order() => Gen.OneOf(
            Gen.Guid.Select(id => id.ToString()), Gen.String, Gen.String[Gen.Char['\u007e', '\u0082'], 0, 12], Gen.String[Gen.Char['a', 'b'], 0, 12])
        .List[0, 50].Sample(ids => Assert.Equal(ids.Order(StringComparer.Ordinal), OrdinalOrder.Of(ids, id => id)));
}
