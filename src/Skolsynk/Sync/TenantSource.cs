using Skolsynk.Data;
using Skolsynk.Source;

namespace Skolsynk.Sync;

/// <summary>The source of one tenant: the things that a sync run asks of it.</summary>
/// <param name="Read">Reads the tenant whole.</param>
/// <param name="Ask">Asks for ids by themselves.</param>
public sealed record TenantSource(
    Func<IProgress<ReadProgress>?, CancellationToken, Task<ReadOutcome>> Read,
    Func<IReadOnlyList<Question>, CancellationToken, Task<AskOutcome>> Ask)
{
    /// <summary>Who is in a group.</summary>
    public Func<string, CancellationToken, Task<GroupOutcome>> Members { get; init; } =
        (_, _) => throw new InvalidOperationException("This source has no groups.");
}

/// <summary>
/// Sets the marks of a tenant's group of protected persons to exactly these, in the caller's transaction; true: something was erased.
/// Done by a room that this one may not mention.
/// </summary>
public delegate bool MarkGroup(Session session, TenantId tenant, IReadOnlySet<Guid> members);
