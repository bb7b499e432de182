using Cairn.Kernels;

namespace Cairn.LinearAlgebra;

/// <summary>A = V diag(w) V' of one symmetric matrix: reflections to a tridiagonal matrix, then implicit QR.</summary>
static unsafe class SymmetricEigenSolver
{
    /// <summary>How far elements across the diagonal may differ, relative to the largest.</summary>
    internal const double Float64Asymmetry = 1.0 / (1 << 26), Float32Asymmetry = 1.0 / (1 << 11);

    /// <summary>Computes the values in ascending order, and the vectors if they are wanted.</summary>
    /// <param name="a">The matrix in rows, all finite.</param>
    /// <param name="size">Its rows and columns.</param>
    /// <param name="values">The values.</param>
    /// <param name="vectors">The vectors in columns, or null.</param>
    /// <param name="asymmetry">How far elements across the diagonal may differ, relative to the largest.</param>
    /// <param name="name">Who asks, for messages.</param>
    /// <param name="sweepsPerValue">The limit of the iteration.</param>
    /// <exception cref="ArgumentException">The matrix is not symmetric.</exception>
    /// <exception cref="InvalidOperationException">The iteration did not converge.</exception>
    internal static void Solve(double* a, int size, double* values, double* vectors, double asymmetry, string name,
        int sweepsPerValue = TridiagonalIteration.SweepsPerValue)
    {
        if (size == 0) return;
        int row = WorkRoom.Row(size);
        long square = (long)size * row, count = square + Tridiagonal.Room(size) + 3L * row;
        if (vectors != null) count += square + Reflectors.Room(size) + RotationSweeps.Room(size, size);
        var memory = WorkRoom.Memory(count);
        fixed (double* first = memory.Span)
            Solve(a, size, values, vectors, asymmetry, name, sweepsPerValue, new WorkRoom(first, memory.Span.Length));
        GC.KeepAlive(memory);
    }

    static void Solve(double* a, int size, double* values, double* vectors, double asymmetry, string name, int sweepsPerValue, WorkRoom room)
    {
        int row = WorkRoom.Row(size);
        long square = (long)size * row;
        double* work = room.Take(square), d = room.Take(size), e = room.Take(size), tau = room.Take(size);
        int power = Scaled(a, size, work, row, asymmetry, name);

        Tridiagonal.Reduce(work, size, d, e, tau, ref room);
        RotationSweeps? sweeps = null;
        if (vectors != null)
        {
            double* q = room.Take(square);
            Reflectors.Form(work, row, tau, size - 1, 1, q, row, size, size, room.Take(Reflectors.Room(size)));
            sweeps = new RotationSweeps(room.Take(RotationSweeps.Room(size, size)), size, size, q, row);
        }
        if (!TridiagonalIteration.Run(d, e, size, sweeps, sweepsPerValue))
            throw new InvalidOperationException($"{name}: the QR iteration did not converge in {sweepsPerValue} sweeps for each of {size} values");

        int[] order = [.. Enumerable.Range(0, size)];
        new Span<double>(d, size).ToArray().AsSpan().Sort(order.AsSpan());
        for (int i = 0; i < size; i++) values[i] = Math.ScaleB(d[order[i]], power);
        sweeps?.Unpack(size, order, sweeps.Signs(size), vectors, size);
    }

    /// <summary>The symmetric part, divided by a power of two so that its largest element is from 1 to 2.</summary>
    static int Scaled(double* a, int size, double* work, int row, double asymmetry, string name)
    {
        var all = new ReadOnlySpan<double>(a, checked(size * size));
        double largest = MatrixScale.Largest(all);
        int power = MatrixScale.Copy(a, size, size, largest, work, row);
        double apart = asymmetry * Math.ScaleB(largest, -power);
        const int tile = 32;
        for (int i0 = 0; i0 < size; i0 += tile)
            for (int j0 = 0; j0 <= i0; j0 += tile)
                for (int i = i0; i < Math.Min(size, i0 + tile); i++)
                    for (int j = j0; j < Math.Min(i, j0 + tile); j++)
                    {
                        double below = work[(nint)i * row + j], above = work[(nint)j * row + i];
                        if (below == above) continue;
                        if (Math.Abs(below - above) > apart)
                            throw new ArgumentException(FormattableString.Invariant(
                                $"{name}: elements [{i}, {j}] and [{j}, {i}] are {a[(nint)i * size + j]} and {a[(nint)j * size + i]}; the matrix must be symmetric: (a + a.T) / 2 is its symmetric part"));
                        work[(nint)i * row + j] = work[(nint)j * row + i] = 0.5 * (below + above);
                    }
        return power;
    }
}
