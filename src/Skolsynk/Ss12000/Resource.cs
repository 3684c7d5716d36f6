namespace Skolsynk.Ss12000;

/// <summary>Resource types in the order in which they are created and replaced; deleted in reverse. Numbers are kept in the database.</summary>
public enum Endpoint : short
{
    Organisations = 1,
    SchoolUnitGroups = 2,
    SchoolUnits = 3,
    Users = 4,
    Employments = 5,
    StudentGroups = 6,
    Activities = 7,
}

/// <summary>
/// An SS 12000 object as it stands on the wire. <see cref="Body"/> is valid only until the next resource is taken from the
/// enumeration: copy it when it is to be sent.
/// </summary>
/// <param name="ExternalId">The id in the body and in the URL.</param>
/// <param name="Hash">XxHash128 of the bytes.</param>
public readonly record struct Resource(Endpoint Endpoint, Guid ExternalId, UInt128 Hash, ReadOnlyMemory<byte> Body);
