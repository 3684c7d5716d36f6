namespace Skolsynk.Data;

/// <summary>One tenant's number. Every primary key begins with it; store functions take it first. Never given to another tenant.</summary>
public readonly record struct TenantId(int Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Rows that belong to one tenant; without a tenant set on the context a query for them returns nothing.</summary>
public interface ITenantOwned
{
    int TenantId { get; }
}
