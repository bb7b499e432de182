using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Cairn.SideBySide;

/// <summary>The peers are not installed, or not as they are fastest.</summary>
sealed class PeerMissingException(string what) : Exception($"""
    {what}
    The peers are Debian's: apt-get install python3-torch python3-sklearn python3-pandas libopenblas0-openmp libopenblas0-pthread
    """);

/// <summary>A Python process that keeps the peer's data and times its calls.</summary>
/// <remarks>
/// OpenBLAS is left to find its own kernels, torch gets its AVX-512 loops, glibc keeps big buffers instead of giving them back. Which
/// OpenBLAS is the fastest differs from case to case: the one of OpenMP shares torch's threads; the one of its own threads is a little
/// faster alone; small work is fastest on one thread. So each case is tried with all <see cref="Settings"/>.
/// </remarks>
sealed class PeerProgram : IDisposable
{
    const string Python = "/usr/bin/python3";

    static readonly string[] NeverKept =
    [
        "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OPENBLAS_NUM_THREADS", "OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "LD_PRELOAD", "LD_LIBRARY_PATH",
        "MKL_NUM_THREADS", "GOTO_NUM_THREADS", "PYTHONPATH",
    ];

    /// <summary>Name, OpenBLAS and threads (0: all) of each way to run a peer.</summary>
    internal static IReadOnlyList<(string Name, string Blas, int Threads)> Settings { get; } =
        [("openmp", "openblas-openmp", 0), ("pthread", "openblas-pthread", 0), ("1 thread", "openblas-openmp", 1)];

    readonly Process _process;

    internal PeerProgram((string Name, string Blas, int Threads) settings)
    {
        Name = settings.Name;
        if (!File.Exists(Python)) throw new PeerMissingException($"There is no {Python}.");
        string? library = Directory.Exists("/usr/lib")
            ? Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Select(d => Path.Combine(d, settings.Blas)).FirstOrDefault(Directory.Exists)
            : null;
        if (library is null) throw new PeerMissingException($"There is no {settings.Blas} under /usr/lib.");
        var start = new ProcessStartInfo(Python, ["-u", Path.Combine(AppContext.BaseDirectory, "peers", "serve.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (string name in NeverKept) start.Environment.Remove(name);
        string threads = (settings.Threads > 0 ? settings.Threads : Kernels.WorkTeam.Threads).ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in ((string, string)[])
        [
            ("LD_LIBRARY_PATH", library), ("OMP_NUM_THREADS", threads), ("OPENBLAS_NUM_THREADS", threads), ("ATEN_CPU_CAPABILITY", "avx512"),
            ("MALLOC_MMAP_THRESHOLD_", "4294967296"), ("MALLOC_TRIM_THRESHOLD_", "4294967296"), ("MALLOC_TOP_PAD_", "268435456"),
            ("PYTHONDONTWRITEBYTECODE", "1"), ("CAIRN_SIDE_BY_SIDE", Files.Folder),
        ]) start.Environment[name] = value;
        _process = Process.Start(start)!;
    }

    internal string Name { get; }

    /// <summary>The processor seconds it has used.</summary>
    internal double ProcessorSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>Makes a case's data there.</summary>
    /// <returns>The peer's name and version, and the check of its result.</returns>
    internal (string Peer, double Check) Prepare(Case c)
    {
        var said = Ask(c, 0);
        return (said.GetProperty("peer").GetString()!, said.GetProperty("check").GetDouble());
    }

    /// <summary>The seconds of so many calls.</summary>
    internal double Seconds(Case c, long count) => Ask(c, count).GetProperty("seconds").GetDouble();

    JsonElement Ask(Case c, long count)
    {
        _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} {c.Peer}"));
        _process.StandardInput.Flush();
        string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{c.Name}: the peer's process has ended");
        var said = JsonDocument.Parse(line).RootElement;
        if (said.TryGetProperty("missing", out var missing)) throw new PeerMissingException($"{c.Name}: {missing}.");
        if (said.TryGetProperty("error", out var error)) throw new InvalidOperationException($"{c.Name}: the peer failed: {error}");
        return said;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000)) _process.Kill();
        _process.Dispose();
    }
}
