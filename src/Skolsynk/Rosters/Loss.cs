namespace Skolsynk.Rosters;

/// <summary>How something is lost; the numbers are kept in the database and never change.</summary>
public enum LossKind : short
{
    /// <summary>A school, person or group is gone.</summary>
    Removed = 1,

    /// <summary>A person or group that is still there lost its tie to a school.</summary>
    LeftSchool = 2,

    /// <summary>A person who is still there is no longer in a group that is still there.</summary>
    LeftGroup = 3,

    /// <summary>A new account has taken over the user name or mail address of a person who is gone.</summary>
    Succeeded = 4,

    /// <summary>A new account has taken over the user name or mail address of a person who is still there: two persons.</summary>
    NameTaken = 5,

    /// <summary>
    /// At a supplier: an Employment (kind person) or Activity (kind group) goes although the person or group that it is about stays, or is
    /// made anew under another id. Its id is the object's own.
    /// </summary>
    Remade = 6,
}

/// <summary>One thing that would be lost if nobody braked. A value of ids only: it is what a hold holds and what an approval covers.</summary>
/// <param name="What">How it is lost.</param>
/// <param name="Kind">What is lost.</param>
/// <param name="Id">Who or what is lost.</param>
/// <param name="Of">The school or group that is left, or the new account; empty for <see cref="LossKind.Removed"/>.</param>
public readonly record struct Loss(LossKind What, EntityKind Kind, Guid Id, Guid Of = default)
{
    /// <summary>The person or group as such goes, not only a tie of it.</summary>
    public bool IsWhole => What is LossKind.Removed or LossKind.Succeeded or LossKind.NameTaken;

    /// <summary>A new account has a person's name; whether it is hers has to be said.</summary>
    public bool IsSuccession => What is LossKind.Succeeded or LossKind.NameTaken;
}

/// <summary>Who a school or group loses, and through which loss.</summary>
public readonly record struct LostPerson(Guid Person, Loss Through);

/// <summary>Everything that would be lost, and how much there was of it: all that a brake needs to know.</summary>
public sealed record Losses
{
    public required IReadOnlyList<Loss> All { get; init; }

    /// <summary>How many persons and groups there are before anything is lost.</summary>
    public required int Persons { get; init; }

    public required int Groups { get; init; }

    /// <summary>How many Employments and Activities a supplier has.</summary>
    public int Employments { get; init; }

    public int Activities { get; init; }

    /// <summary>School → persons who lose it.</summary>
    public required IReadOnlyDictionary<Guid, List<LostPerson>> BySchool { get; init; }

    /// <summary>School → persons tied to it before anything is lost.</summary>
    public required IReadOnlyDictionary<Guid, int> SchoolSizes { get; init; }

    /// <summary>Schools that nobody is tied to any more.</summary>
    public IReadOnlySet<Guid> Emptied { get; init; } = new HashSet<Guid>();

    /// <summary>Group that stays → persons who leave it.</summary>
    public IReadOnlyDictionary<Guid, List<LostPerson>> ByGroup { get; init; } = new Dictionary<Guid, List<LostPerson>>();

    /// <summary>Group → members before anything is lost.</summary>
    public IReadOnlyDictionary<Guid, int> GroupSizes { get; init; } = new Dictionary<Guid, int>();

    /// <summary>Group → its schools before anything is lost, at least of those that lose something.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<Guid>> GroupSchools { get; init; } = new Dictionary<Guid, IReadOnlyList<Guid>>();
}
