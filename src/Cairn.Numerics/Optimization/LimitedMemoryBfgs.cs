using Cairn.LinearAlgebra;

namespace Cairn.Optimization;

/// <summary>L-BFGS (Nocedal 1980): the method of <see cref="Bfgs"/> from the last few steps alone, so that its memory and the work of a
/// step grow with the number of variables and not with its square.</summary>
/// <remarks>The two loops of Nocedal and Wright (2006), algorithm 7.4, from the scale sᵀy / yᵀy of the last step; the curvature of each
/// step is that at its end, as in <see cref="Bfgs"/>.</remarks>
public sealed record LimitedMemoryBfgs : Minimizer
{
    /// <summary>How many steps are remembered, at least 1; 20 unless set.</summary>
    public int Memory
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Memory), value, "Memory is at least 1");
    } = 20;

    /// <summary>How far to go along a direction; <see cref="StrongWolfe"/> unless set.</summary>
    public LineSearch LineSearch { get; init => field = value ?? throw new ArgumentNullException(nameof(LineSearch)); } = new StrongWolfe();

    private protected override IEnumerable<Place> Walk(Objective f, Place start)
    {
        var place = start;
        var memory = new List<Secant>();
        while (true)
        {
            var ray = new Ray(f, place, Direction(memory, place.Gradient));
            var trial = ray.Start.Slope < 0 ? LineSearch.Find(ray, memory.Count == 0 ? FirstTrial.Length(ray.Start, 0, 1) : 1) : null;
            if (trial is null)
            {
                if (memory.Count == 0) yield break;
                memory.Clear();
                continue;
            }
            if (Secant.Between(place, trial.Place) is { } secant)
            {
                if (memory.Count == Memory) memory.RemoveAt(0);
                memory.Add(secant);
            }
            yield return place = trial.Place;
        }
    }

    static double[] Direction(List<Secant> memory, double[] gradient)
    {
        var d = Array.ConvertAll(gradient, g => -g);
        if (memory.Count == 0) return d;
        var shares = new double[memory.Count];
        for (int i = memory.Count - 1; i >= 0; i--)
        {
            shares[i] = Dots.Dot(memory[i].Step, d) / memory[i].Product;
            Dots.Axpy(-shares[i], memory[i].Change, d);
        }
        var last = memory[^1];
        double scale = last.Product / last.Bend / Dots.Dot(last.Change, last.Change);
        for (int i = 0; i < d.Length; i++) d[i] *= scale;
        for (int i = 0; i < memory.Count; i++)
            Dots.Axpy(shares[i] / memory[i].Bend - Dots.Dot(memory[i].Change, d) / memory[i].Product, memory[i].Step, d);
        return d;
    }
}
