namespace Skolsynk.Hosting.Serving;

/// <summary>One <c>serve</c> for each SQLite file: a lock file that the operating system gives back when the process ends, however it ends.</summary>
internal sealed class ServeLock : IDisposable
{
    private readonly FileStream file;

    private ServeLock(FileStream file) => this.file = file;

    /// <summary>Null: another process holds it.</summary>
    public static ServeLock? TryTake(string database)
    {
        try
        {
            return new(new FileStream(database + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(database + ".lock"))
        {
            return null;
        }
    }

    public static bool IsHeld(string database)
    {
        if (!File.Exists(database + ".lock"))
            return false;
        using var mine = TryTake(database);
        return mine is null;
    }

    public void Dispose() => file.Dispose();
}
