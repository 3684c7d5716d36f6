using Skolsynk.Data;

namespace Skolsynk.Tests.Data;

/// <summary>A journal of a test's own, in a folder that goes with it.</summary>
internal sealed class JournalFolder : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("skolsynk-journal-").FullName;

    public string Path => System.IO.Path.Combine(folder, "erasures");

    public string Log => Assert.Single(Directory.GetFiles(Path, "*.log"));

    /// <summary>The journal as a process that starts now sees it.</summary>
    public Journal Open() => new(Path);

    /// <summary>A process starts on this database.</summary>
    public Task<JournalCheck> Start(Database database)
    {
        database.Journal = Open();
        return JournalCheck.Look(database, database.Journal, TestContext.Current.CancellationToken);
    }

    /// <summary>The process died before it could say that its last transaction was rolled back.</summary>
    public void Died()
    {
        foreach (var file in Directory.GetFiles(Path, "*.log"))
            File.WriteAllLines(file, File.ReadAllLines(file).Where(line => !line.Contains("\"undone\"", StringComparison.Ordinal)));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
