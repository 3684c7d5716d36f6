using Skolsynk.Source;

namespace Skolsynk.Sync;

/// <summary>The source of one tenant: the two things that a sync run asks of it.</summary>
/// <param name="Read">Reads the tenant whole.</param>
/// <param name="Ask">Asks for ids by themselves.</param>
public sealed record TenantSource(
    Func<IProgress<ReadProgress>?, CancellationToken, Task<ReadOutcome>> Read,
    Func<IReadOnlyList<Question>, CancellationToken, Task<AskOutcome>> Ask);
