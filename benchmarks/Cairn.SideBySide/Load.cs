using System.Diagnostics;
using System.Globalization;

namespace Cairn.SideBySide;

/// <summary>How much of the machine other programs took, from Linux's /proc/stat.</summary>
sealed class Load
{
    readonly double _machine, _own;
    readonly long _start;

    Load(IReadOnlyList<PeerProgram> peers) => (_machine, _own, _start) = (Machine(), Own(peers), Stopwatch.GetTimestamp());

    internal static Load Begin(IReadOnlyList<PeerProgram> peers) => new(peers);

    /// <summary>The cores others used since the beginning; NaN where it cannot be read.</summary>
    internal double Others(IReadOnlyList<PeerProgram> peers)
    {
        double used = Machine() - _machine - (Own(peers) - _own);
        return double.IsNaN(used) ? used : Math.Max(0, used) / Stopwatch.GetElapsedTime(_start).TotalSeconds;
    }

    static double Own(IReadOnlyList<PeerProgram> peers) => Environment.CpuUsage.TotalTime.TotalSeconds + peers.Sum(p => p.ProcessorSeconds);

    /// <summary>Seconds that all cores were busy, or taken by another guest; the kernel counts hundredths.</summary>
    static double Machine()
    {
        if (!File.Exists("/proc/stat")) return double.NaN;
        string[] fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return ((int[])[1, 2, 3, 6, 7, 8]).Sum(i => double.Parse(fields[i], CultureInfo.InvariantCulture)) / 100;
    }
}
