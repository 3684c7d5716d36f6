namespace Skolsynk.Deliveries;

/// <summary>What we know of one resource at one receiver; the numbers are kept in the database.</summary>
public enum ReceiptStatus : short
{
    /// <summary>The supplier's 2xx for exactly these bytes is recorded.</summary>
    Confirmed = 1,

    /// <summary>An attempt may or may not have been applied: owed whatever the hash says, until a 2xx is recorded.</summary>
    Uncertain = 2,

    /// <summary>The supplier said no to this object; see its <see cref="Refusal"/>.</summary>
    Refused = 3,
}

/// <summary>A resource's receipt.</summary>
/// <param name="Hash">Hash of the last bytes that the supplier confirmed; null: it never confirmed the object, so it is not there as far as we know.</param>
/// <param name="At">When this was recorded, unix milliseconds by the database's clock.</param>
public readonly record struct Receipt(ReceiptStatus Status, UInt128? Hash, long At)
{
    /// <summary>Other objects may refer to it: the supplier has confirmed it in some version.</summary>
    public bool IsThere => Hash is not null;
}

/// <summary>Why an object was refused, and when it is tried again. Nothing of what was sent is in it.</summary>
/// <param name="Tries">Refusals in a row of the same bytes.</param>
/// <param name="NextAt">Not tried before this time, unix milliseconds, unless its bytes change.</param>
/// <param name="Hash">Hash of the refused bytes; null for a refused delete.</param>
/// <param name="Http">Status of the answer.</param>
/// <param name="Code"><c>scimType</c>, or <c>conflict</c> for a second flip between POST and PUT; null when the supplier told none.</param>
/// <param name="Detail">At most 200 masked characters of the answer; null when there was none.</param>
public sealed record Refusal(int Tries, long NextAt, UInt128? Hash, int Http, string? Code, string? Detail)
{
    /// <summary>
    /// No word on the object: no answer, a web page, a 5xx. It is tried again at once, after the others, so that one object that
    /// the supplier cannot digest stands in nobody's way.
    /// </summary>
    public bool IsMiss => Http is < 400 or 408 or >= 500;

    /// <summary>Something else stands where it should: another with its user name, or it is there and it is not.</summary>
    public bool IsConflict => Code == Conflict;

    public const string Conflict = "conflict";
}

/// <summary>What is owed or done to one resource; the numbers are kept in the transfer log.</summary>
public enum DeliveryAction : short
{
    /// <summary>POST</summary>
    Create = 1,

    /// <summary>PUT</summary>
    Replace = 2,

    /// <summary>DELETE</summary>
    Delete = 3,
}
