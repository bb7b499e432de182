using System.Collections.Concurrent;
using Cairn.Persistence;

namespace Cairn.Tests;

public sealed class AtomicFileTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("cairn-test-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    string Target => Path.Combine(_directory, "model.cairn");

    [Fact]
    public void Sixteen_threads_leave_one_whole_file_and_nothing_else()
    {
        var models = Enumerable.Range(0, 16).Select(i => new Keepsake { Whole = i, Longs = Tensor.From(Enumerable.Repeat((long)i, 20_000).ToArray()) }).ToArray();
        using var start = new Barrier(16);
        var faults = new ConcurrentQueue<Exception>();
        var threads = models.Select(model => new Thread(() =>
        {
            start.SignalAndWait();
            for (int n = 0; n < 5; n++)
                if (Record.Exception(() => model.Save(Target)) is { } fault) faults.Enqueue(fault);
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.Empty(faults);
        var loaded = (Keepsake)ModelFile.Load(Target, Keepsake.Readers);
        Assert.All(loaded.Longs.ToArray<long>(), value => Assert.Equal(loaded.Whole, value));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_no_litter()
    {
        new Keepsake { Whole = 1 }.Save(Target);
        byte[] before = File.ReadAllBytes(Target);
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(Target, stream =>
        {
            stream.Write(new byte[100_000]);
            throw new InvalidOperationException("in the middle");
        }));
        Assert.Equal(before, File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void A_failing_disk_is_an_IOException_with_the_path()
    {
        AtomicFile.Write(Target, stream => stream.WriteByte(1));
        var fault = Assert.Throws<IOException>(() => AtomicFile.Write(Target, _ => throw new IOException("No space left on device")));
        Assert.Contains(Target, fault.Message);
        Assert.Contains("No space left", fault.Message);
        Assert.Equal([1], File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void A_full_device_is_an_IOException_and_stays_a_device()
    {
        if (!OperatingSystem.IsLinux()) return;
        var fault = Assert.ThrowsAny<IOException>(() => new Keepsake().Save("/dev/full"));
        Assert.Contains("/dev/full", fault.Message);
        Assert.True(File.Exists("/dev/full"));
        new Keepsake().Save("/dev/null");
        Assert.Equal(0, new FileInfo("/dev/null").Length);
    }

    [Fact]
    public void No_directory_a_directory_and_no_permission_are_IOExceptions_with_the_path()
    {
        string missing = Path.Combine(_directory, "no", "such.cairn");
        Assert.Contains(missing, Assert.Throws<DirectoryNotFoundException>(() => new Keepsake().Save(missing)).Message);
        Assert.Contains(_directory, Assert.ThrowsAny<IOException>(() => new Keepsake().Save(_directory)).Message);
        Assert.ThrowsAny<IOException>(() => ModelFile.Load(_directory, Keepsake.Readers));
        Assert.ThrowsAny<IOException>(() => ModelFile.Load(missing, Keepsake.Readers));
        Assert.ThrowsAny<IOException>(() => ModelFile.Inspect(Target));
        if (OperatingSystem.IsLinux()) Assert.Contains("/sys/model.cairn", Assert.ThrowsAny<IOException>(() => new Keepsake().Save("/sys/model.cairn")).Message);
        Assert.Throws<ArgumentException>(() => new Keepsake().Save(""));
    }

    [Fact]
    public void A_link_stays_a_link_and_permissions_stay()
    {
        if (OperatingSystem.IsWindows()) return;
        string link = Path.Combine(_directory, "link.cairn");
        File.WriteAllText(Target, "old");
        File.SetUnixFileMode(Target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(link, "model.cairn");
        new Keepsake { Whole = 5 }.Save(link);
        Assert.Equal("model.cairn", new FileInfo(link).LinkTarget);
        Assert.Equal(5, ((Keepsake)ModelFile.Load(Target, Keepsake.Readers)).Whole);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Target));
    }

    [Fact]
    public void Model_loads_what_was_saved_and_says_what_it_is_when_another_kind_is_wanted()
    {
        new Keepsake { Whole = 3 }.Save(Target);
        Assert.Equal(3, Model.Load<Keepsake>(Target, [Keepsake.Reader]).Whole);
        Assert.Contains("'keepsake'", Assert.Throws<InvalidOperationException>(() => Model.LoadClassifier(Target, [Keepsake.Reader])).Message);
        Assert.Throws<InvalidOperationException>(() => Model.LoadRegressor(Target, [Keepsake.Reader]));
        Assert.Contains("no reader is known", Assert.Throws<CairnFormatException>(() => Model.Load(Target)).Message);
    }
}
