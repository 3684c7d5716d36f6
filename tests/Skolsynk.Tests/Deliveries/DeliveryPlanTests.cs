using CsCheck;
using Skolsynk.Deliveries;
using Skolsynk.Ss12000;

namespace Skolsynk.Tests.Deliveries;

public sealed class DeliveryPlanTests
{
    private const long Now = 1_000;
    private static readonly HashSet<long> NoneBlocked = [];

    private static readonly Gen<UInt128> Hash = Gen.Int[1, 3].Select(hash => (UInt128)(uint)hash);

    private static readonly Gen<Receipt?> AnyReceipt = Gen.Select(Gen.Int[0, 4], Hash, (kind, hash) => kind switch
    {
        0 => (Receipt?)null,
        1 => new Receipt(ReceiptStatus.Confirmed, hash, 0),
        2 => new Receipt(ReceiptStatus.Uncertain, hash, 0),
        3 => new Receipt(ReceiptStatus.Uncertain, null, 0),
        _ => new Receipt(ReceiptStatus.Refused, hash > 1 ? hash : null, 0),
    });

    private static readonly Gen<Refusal?> AnyRefusal = Gen.Select(Gen.Int[0, 2], Hash, Gen.Long[0, 2 * Now], (kind, hash, at) => kind switch
    {
        0 => null,
        1 => new Refusal(1, at, hash, 400, null, null),
        _ => new Refusal(1, at, null, 400, null, null),
    });

    /// <summary>A resource: what should stand (null: out of scope), and what is known of it.</summary>
    private sealed record Known(Endpoint Endpoint, UInt128? Wanted, Receipt? Receipt, Refusal? Refusal)
    {
        public bool Waits => Refusal is { } refusal && refusal.Hash == Wanted && refusal.NextAt > Now;
    }

    private static readonly Gen<Known[]> Any = Gen.Select(
        Gen.Enum<Endpoint>(), Gen.Select(Gen.Bool, Hash, (scope, hash) => scope ? (UInt128?)hash : null), AnyReceipt, AnyRefusal,
        (endpoint, wanted, receipt, refusal) => new Known(endpoint, wanted, receipt, receipt is { Status: not ReceiptStatus.Confirmed } ? refusal : null))
        .Array[0, 12];

    [Fact, Trait("Invariant", "3")]
    public void A_second_plan_over_the_receipts_that_the_first_one_earned_is_empty() => Any.Sample(known =>
    {
        var book = Book(known);
        foreach (var delivery in Plan(known, book, out var forgotten))
            book.Enter(delivery.Rid, delivery.Hash is { } hash ? new Receipt(ReceiptStatus.Confirmed, hash, 0) : null, null);
        return Plan(known, book, out _).Count == 0;
    });

    [Fact, Trait("Invariant", "5")]
    public void What_is_uncertain_is_always_owed_unless_its_refusal_waits() => Any.Sample(known =>
    {
        var owed = Plan(known, Book(known), out _).ToDictionary(delivery => delivery.Rid, delivery => delivery.Action);
        return known.Index().Where(one => one.Item.Receipt is { Status: ReceiptStatus.Uncertain } && !one.Item.Waits)
            .All(one => owed.TryGetValue(one.Index, out var action)
                && action == (one.Item.Wanted is null ? DeliveryAction.Delete : DeliveryAction.Replace));
    });

    [Fact, Trait("Invariant", "4")]
    public void Whatever_may_stand_and_left_the_scope_is_deleted_and_nothing_in_scope_is() => Any.Sample(known =>
    {
        var deleted = Plan(known, Book(known), out _).Where(delivery => delivery.Action is DeliveryAction.Delete).Select(delivery => delivery.Rid).ToHashSet();
        return known.Index().All(one => deleted.Contains(one.Index)
            == (one.Item.Wanted is null && one.Item.Receipt is { } receipt && (receipt.IsThere || receipt.Status is ReceiptStatus.Uncertain) && !one.Item.Waits));
    });

    [Fact]
    public void Only_what_was_refused_and_never_confirmed_is_forgotten() => Any.Sample(known =>
    {
        Plan(known, Book(known), out var forgotten);
        return forgotten.ToHashSet().SetEquals(known.Index()
            .Where(one => one.Item is { Wanted: null, Receipt: { Status: ReceiptStatus.Refused, Hash: null } }).Select(one => (long)one.Index));
    });

    [Fact]
    public void Removals_go_in_reverse_order_of_endpoints() => Any.Sample(known =>
    {
        var removals = Plan(known, Book(known), out _).Where(delivery => delivery.Action is DeliveryAction.Delete).ToList();
        return removals.Zip(removals.Skip(1)).All(pair => pair.First.Endpoint >= pair.Second.Endpoint);
    });

    [Fact]
    public void What_may_be_in_flight_elsewhere_is_left_alone() => Any.Sample(known =>
    {
        var all = Enumerable.Range(0, known.Length).Select(rid => (long)rid).ToHashSet();
        return Plan(known, Book(known), out var forgotten, all).Count == 0 && forgotten.Count == 0;
    });

    [Theory]
    [InlineData(ReceiptStatus.Confirmed, 1, null)]
    [InlineData(ReceiptStatus.Confirmed, 2, DeliveryAction.Replace)]
    [InlineData(ReceiptStatus.Uncertain, 1, DeliveryAction.Replace)]
    [InlineData(ReceiptStatus.Refused, 2, DeliveryAction.Replace)]
    [InlineData(ReceiptStatus.Refused, null, DeliveryAction.Create)]
    public void What_a_resource_in_scope_is_owed(ReceiptStatus status, int? held, DeliveryAction? owed) =>
        Assert.Equal(owed, DeliveryPlan.Owed(1, new Receipt(status, held is { } hash ? (UInt128)(uint)hash : null, 0), null, Now));

    [Fact]
    public void A_refusal_waits_only_for_the_bytes_that_were_refused()
    {
        var refused = new Receipt(ReceiptStatus.Refused, null, 0);
        var refusal = new Refusal(1, Now + 1, 1, 400, null, null);
        Assert.Null(DeliveryPlan.Owed(1, refused, refusal, Now));
        Assert.Equal(DeliveryAction.Create, DeliveryPlan.Owed(2, refused, refusal, Now));
        Assert.Equal(DeliveryAction.Create, DeliveryPlan.Owed(1, refused, refusal, Now + 1));
    }

    private static ReceiptBook Book(Known[] known)
    {
        var book = new ReceiptBook([], [], []);
        foreach (var (rid, one) in known.Index())
        {
            book.Number(one.Endpoint, Id(rid), rid);
            book.Enter(rid, one.Receipt, one.Refusal);
        }
        return book;
    }

    private static List<Delivery> Plan(Known[] known, ReceiptBook book, out List<long> forgotten, HashSet<long>? blocked = null)
    {
        var wanted = known.Index().Where(one => one.Item.Wanted is not null).ToList();
        var rendered = wanted.Select(one => new Resource(one.Item.Endpoint, Id(one.Index), one.Item.Wanted!.Value, new byte[] { 1 }));
        var ids = wanted.Select(one => (one.Item.Endpoint, Id(one.Index))).ToHashSet();
        forgotten = [];
        var owed = DeliveryPlan.For(rendered, book, blocked ?? NoneBlocked, Now);
        return [.. owed, .. DeliveryPlan.Removals(book, (endpoint, id) => ids.Contains((endpoint, id)), blocked ?? NoneBlocked, Now, forgotten)];
    }

    private static Guid Id(int rid) => new(rid, 0, 0, new byte[8]);
}
