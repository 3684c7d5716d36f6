namespace Skolsynk.Rosters;

/// <summary>A person said that an account is the same person's as an earlier one.</summary>
/// <param name="Account">The account, by the id that it has in the source.</param>
/// <param name="Person">The person, by the id that suppliers know.</param>
/// <param name="Since">When it was said, unix milliseconds.</param>
public readonly record struct Alias(Guid Account, Guid Person, long Since);

/// <summary>
/// Who has had several accounts one after the other, and keeps the id of the first: suppliers know her by it. Of several accounts of a
/// person that the source has at the same time, the one counts that was said last to be hers.
/// </summary>
public sealed class Aliases
{
    public static readonly Aliases None = new([]);

    private readonly Dictionary<Guid, Alias> byAccount;
    private readonly ILookup<Guid, Guid> accounts;

    public Aliases(IReadOnlyCollection<Alias> aliases)
    {
        byAccount = aliases.ToDictionary(alias => alias.Account);
        accounts = aliases.ToLookup(alias => alias.Person, alias => alias.Account);
    }

    public bool IsEmpty => byAccount.Count == 0;

    /// <summary>The person whose account it is; without an alias the account itself.</summary>
    public Guid PersonOf(Guid account) => byAccount.TryGetValue(account, out var alias) ? alias.Person : account;

    /// <summary>Since when it is the person's account; 0: it is her first.</summary>
    public long Since(Guid account) => byAccount.TryGetValue(account, out var alias) ? alias.Since : 0;

    /// <summary>Whether the person has had other accounts than her first.</summary>
    public bool Has(Guid person) => byAccount.Count > 0 && accounts.Contains(person);

    /// <summary>Every id under which the person of an account, or the person herself, is or was known.</summary>
    public IEnumerable<Guid> IdsOf(Guid accountOrPerson)
    {
        var person = PersonOf(accountOrPerson);
        return accounts[person].Prepend(person);
    }
}
