namespace Skolsynk.Source;

/// <summary>How far a read has come; reported at most a few times a second. <see cref="MembersDone"/> counts classes whose members are read.</summary>
public sealed record ReadProgress(int Schools, int Users, int Classes, int MembersDone);
