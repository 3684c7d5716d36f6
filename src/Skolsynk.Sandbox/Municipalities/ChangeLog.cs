namespace Skolsynk.Sandbox.Municipalities;

/// <summary>What a <see cref="LoggedChange"/> is about.</summary>
public enum ChangedKind
{
    School,
    User,
    Class,

    /// <summary><see cref="LoggedChange.Id"/> is the class, <see cref="LoggedChange.Other"/> the user.</summary>
    Member,

    /// <summary>As <see cref="Member"/>, but of the class's teachers (owners).</summary>
    Teacher,
}

/// <summary>One change that a delta query can report.</summary>
public sealed record LoggedChange(ChangedKind Kind, string Id, string? Other = null, bool Removed = false);

/// <summary>The changes of a municipality in order; version n is the state after n changes.</summary>
internal sealed class ChangeLog
{
    private readonly List<LoggedChange> changes = [];
    private long first;

    public long Version => first + changes.Count;

    public void Add(LoggedChange change) => changes.Add(change);

    /// <summary>The changes after that version; null when it is older than what is remembered.</summary>
    public IReadOnlyList<LoggedChange>? Since(long version) =>
        version < first || version > Version ? null : changes.GetRange((int)(version - first), (int)(Version - version));

    /// <summary>Forgets everything: tokens given out before are too old from now on.</summary>
    public void Forget()
    {
        // One version more, so that a token of this very moment is too old as well.
        first = Version + 1;
        changes.Clear();
    }
}
