using System.Globalization;

namespace Skolsynk.Data;

/// <summary>A line of the journal, not the last of its file, is no entry: somebody or something has changed the file.</summary>
public sealed class JournalDamagedException(string file, int line) : Exception($"{file}, line {line}: no entry of the journal.")
{
    public string File { get; } = file;

    public int Line { get; } = line;
}

/// <summary>
/// What was erased, in a folder outside the database, so that a backup brings nothing back: an entry is durable here before the
/// database erases. Every process appends to a file of its own, and all are read; so replicas can share the folder without locks. Files
/// are never rewritten: there is one for each month, and old ones go whole. Beside them stand the identity of the database that the journal
/// belongs to, and how far that database had come at least (<see cref="Epoch"/>).
/// </summary>
public sealed class Journal(string folder)
{
    private const string IdentityFile = "identity";
    private const string EpochPrefix = "epoch-";
    private const string ForgottenPrefix = "forgotten-";
    private const string Ending = ".log";

    private readonly Lock gate = new();
    private string own = $"{Guid.CreateVersion7():N}";
    private long known;

    public string Folder => folder;

    /// <summary>The highest epoch that this process knows to stand in the folder. A database behind it is a restored one.</summary>
    public long KnownEpoch => Interlocked.Read(ref known);

    /// <summary>Null: the folder is missing, or holds no journal.</summary>
    public Guid? Identity()
    {
        var file = Path.Combine(folder, IdentityFile);
        return File.Exists(file) && Guid.TryParse(File.ReadAllText(file).Trim(), out var identity) ? identity : null;
    }

    /// <summary>Makes the folder, and says which database it belongs to.</summary>
    public void Found(Guid identity)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        DurableFile.Write(Path.Combine(folder, IdentityFile), System.Text.Encoding.ASCII.GetBytes($"{identity:D}\n"));
    }

    /// <summary>How far the database has come, at least, by what the folder says; 0: nothing is said.</summary>
    public long Epoch()
    {
        var epoch = Epochs().Select(one => one.Epoch).DefaultIfEmpty(0).Max();
        Know(epoch);
        return epoch;
    }

    /// <summary>The database has come so far; said after it has. Whoever says less afterwards changes nothing.</summary>
    public void Reached(long epoch)
    {
        DurableFile.Write(Path.Combine(folder, $"{EpochPrefix}{epoch.ToString("D12", CultureInfo.InvariantCulture)}"), []);
        Know(epoch);
        foreach (var earlier in Epochs().Where(one => one.Epoch < epoch))
            File.Delete(earlier.File);
    }

    /// <summary>Durable when this returns.</summary>
    public void Append(JournalEntry entry)
    {
        lock (gate)
        {
            var month = DateTimeOffset.FromUnixTimeMilliseconds(entry.At).ToString("yyyy-MM", CultureInfo.InvariantCulture);
            try
            {
                DurableFile.Append(Path.Combine(folder, $"{month}.{own}{Ending}"), entry.ToLine());
            }
            catch (IOException)
            {
                // Half a line may stand at the end of the file; nothing may follow it.
                own = $"{Guid.CreateVersion7():N}";
                throw;
            }
        }
    }

    /// <summary>Says of entries that they are not to be carried out. Durable when this returns.</summary>
    public void Undo(IReadOnlyCollection<JournalEntry> entries) => Append(
        new(Guid.CreateVersion7(), entries.Max(entry => entry.At), JournalKind.Undone, entries.First().Tenant) { Ids = [.. entries.Select(entry => entry.Id)] });

    /// <summary>Entries of months before that are forgotten, whether their files are there or not.</summary>
    public DateTimeOffset Forgotten() => !Directory.Exists(folder) ? DateTimeOffset.UnixEpoch :
        Directory.GetFiles(folder, ForgottenPrefix + "*").Select(file => Path.GetFileName(file)[ForgottenPrefix.Length..])
            .Select(month => DateTimeOffset.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : DateTimeOffset.UnixEpoch)
            .DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max();

    /// <summary>From now on the months before that are forgotten. Durable when this returns; <see cref="Forget"/> takes the files away.</summary>
    public void Forgetting(DateTimeOffset before)
    {
        var mark = ForgottenPrefix + before.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        DurableFile.Write(Path.Combine(folder, mark), []);
        foreach (var earlier in Directory.GetFiles(folder, ForgottenPrefix + "*").Where(file => string.CompareOrdinal(Path.GetFileName(file), mark) < 0))
            File.Delete(earlier);
    }

    /// <summary>All entries, the oldest first; none of a forgotten month. Half a line at the end of a file is none: what it was about was not erased.</summary>
    /// <exception cref="JournalDamagedException">A line elsewhere is no entry.</exception>
    public IReadOnlyList<JournalEntry> Read() => !Directory.Exists(folder) ? [] :
        [.. Directory.GetFiles(folder, "*" + Ending).Where(IsKept(Forgotten())).SelectMany(Entries).OrderBy(entry => entry.At).ThenBy(entry => entry.Id)];

    /// <summary>What there is belongs to a journal that is lost; nobody reads it any more.</summary>
    public void SetAside()
    {
        if (!Directory.Exists(folder))
            return;
        foreach (var file in Directory.GetFiles(folder, "*" + Ending))
            File.Move(file, file + ".lost", overwrite: true);
    }

    /// <summary>Removes the files of months that ended before that time.</summary>
    public void Forget(DateTimeOffset before)
    {
        var month = before.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        foreach (var file in Directory.GetFiles(folder, $"*{Ending}*"))
        {
            if (string.CompareOrdinal(Path.GetFileName(file)[..Math.Min(7, Path.GetFileName(file).Length)], month) < 0)
                File.Delete(file);
        }
    }

    private static Func<string, bool> IsKept(DateTimeOffset forgotten)
    {
        var month = forgotten.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        return file => string.CompareOrdinal(Path.GetFileName(file), month) >= 0;
    }

    private static List<JournalEntry> Entries(string file)
    {
        var entries = new List<JournalEntry>();
        ReadOnlySpan<byte> left = File.ReadAllBytes(file);
        for (var number = 1; left.IndexOf((byte)'\n') is >= 0 and var end; number++)
        {
            var entry = JournalEntry.Of(left[..end]);
            left = left[(end + 1)..];
            if (entry is not null)
                entries.Add(entry);
            else if (!left.IsEmpty)
                throw new JournalDamagedException(file, number);
        }
        return entries;
    }

    private IEnumerable<(long Epoch, string File)> Epochs() => !Directory.Exists(folder) ? [] :
        Directory.GetFiles(folder, EpochPrefix + "*")
            .Where(file => long.TryParse(Path.GetFileName(file).AsSpan(EpochPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(file => (long.Parse(Path.GetFileName(file).AsSpan(EpochPrefix.Length), CultureInfo.InvariantCulture), file));

    private void Know(long epoch)
    {
        for (var before = KnownEpoch; epoch > before; before = KnownEpoch)
            Interlocked.CompareExchange(ref known, epoch, before);
    }
}
