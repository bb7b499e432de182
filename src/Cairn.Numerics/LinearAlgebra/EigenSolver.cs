using Cairn.Kernels;

namespace Cairn.LinearAlgebra;

/// <summary>The eigenvalues and vectors of one square matrix: balanced, made Hessenberg, then triangular by double shifts.</summary>
static unsafe class EigenSolver
{
    /// <summary>Computes the values in ascending order of their real parts, and the vectors if they are wanted.</summary>
    /// <param name="a">The matrix in rows, all finite.</param>
    /// <param name="size">Its rows and columns.</param>
    /// <param name="real">The real parts of the values.</param>
    /// <param name="imaginary">The imaginary parts.</param>
    /// <param name="realVectors">The real parts of the vectors, in columns.</param>
    /// <param name="imaginaryVectors">The imaginary parts.</param>
    /// <param name="places">Which element of each vector is made real and positive.</param>
    /// <param name="name">Who asks, for messages.</param>
    /// <param name="stepsPerValue">The limit of the iteration.</param>
    /// <exception cref="InvalidOperationException">The iteration did not converge.</exception>
    internal static void Solve(double* a, int size, double* real, double* imaginary, double* realVectors, double* imaginaryVectors, int* places,
        string name, int stepsPerValue = SchurIteration.StepsPerValue)
    {
        if (size == 0) return;
        int row = WorkRoom.Row(size);
        var memory = WorkRoom.Memory(6L * size * row + 6L * row + Hessenberg.Room(size) + Reflectors.Room(size));
        fixed (double* first = memory.Span)
        {
            var room = new WorkRoom(first, memory.Span.Length);
            Solve(a, size, row, real, imaginary, realVectors, imaginaryVectors, places, name, stepsPerValue, ref room);
        }
        GC.KeepAlive(memory);
    }

    static void Solve(double* a, int size, int row, double* real, double* imaginary, double* realVectors, double* imaginaryVectors, int* places,
        string name, int stepsPerValue, ref WorkRoom room)
    {
        long square = (long)size * row;
        double* h = room.Take(square), reflections = room.Take(square), q = room.Take(square), z = room.Take(square);
        double* tau = room.Take(size), wr = room.Take(size), wi = room.Take(size);
        int power = MatrixScale.Copy(a, size, size, MatrixScale.Largest(new ReadOnlySpan<double>(a, checked(size * size))), h, row);
        int[] scales = Balance(h, size, row);
        Hessenberg.Reduce(h, size, reflections, tau, ref room);
        Reflectors.Form(reflections, row, tau, size - 1, 1, q, row, size, size, room.Take(Reflectors.Room(size)));
        GemmPacking.Panel(q, 1, row, size, size, z, row);
        if (!new SchurIteration(h, z, size, row).Run(wr, wi, stepsPerValue))
            throw new InvalidOperationException($"{name}: the QR iteration did not converge in {stepsPerValue} steps for each of {size} values");

        // rows of x are the vectors of T, of a complex pair the real and the imaginary part; those of y the vectors of A
        double* x = room.Zeros(square), y = q;
        var triangle = new TriangularVectors(h, size, row, wr, wi);
        for (int k = 0; k < size; k++)
        {
            if (wi[k] == 0) triangle.Real(k, x + (nint)k * row);
            else if (wi[k] < 0) triangle.Complex(k, x + (nint)(k - 1) * row, x + (nint)k * row);
        }
        Gemm.Run(new GemmCall<double>
        {
            M = size,
            N = size,
            K = size,
            A = x,
            ARow = row,
            AColumn = 1,
            B = z,
            BRow = row,
            BColumn = 1,
            C = y,
            CRow = row,
        });

        int[] order = [.. Enumerable.Range(0, size)];
        (double, double)[] keys = [.. order.Select(k => (wr[k], Math.Abs(wi[k])))];
        Array.Sort(order, (i, j) => keys[i].CompareTo(keys[j]) is var c && c != 0 ? c : i - j);
        for (int place = 0; place < size; place++)
        {
            int k = order[place];
            real[place] = Math.ScaleB(wr[k], power);
            imaginary[place] = Math.ScaleB(wi[k], power);
            if (wi[k] < 0) continue;
            double* re = y + (nint)k * row, im = wi[k] > 0 ? re + row : null;
            places[place] = Normalize(re, im, size, scales);
            if (im != null) places[place + 1] = places[place];
            for (int i = 0; i < size; i++)
            {
                nint at = (nint)i * size + place;
                realVectors[at] = re[i];
                imaginaryVectors[at] = im == null ? 0 : im[i];
                if (im != null) (realVectors[at + 1], imaginaryVectors[at + 1]) = (re[i], -im[i]);
            }
        }
    }

    /// <summary>Takes the scales back, and gives the vector the length 1 and the direction that is promised: in which the element that is
    /// answered is real and positive.</summary>
    static int Normalize(double* re, double* im, int size, int[] scales)
    {
        double Magnitude(int i) => im == null ? Math.Abs(re[i]) : PlaneRotation.Of(re[i], im[i], out _, out _);
        double largest = 0, sum = 0;
        for (int i = 0; i < size; i++)
        {
            re[i] = Math.ScaleB(re[i], scales[i]);
            if (im != null) im[i] = Math.ScaleB(im[i], scales[i]);
            largest = Math.Max(largest, Magnitude(i));
        }
        for (int i = 0; i < size; i++)
        {
            re[i] /= largest;
            sum += re[i] * re[i];
            if (im == null) continue;
            im[i] /= largest;
            sum += im[i] * im[i];
        }
        int first = 0;
        while (Magnitude(first) < 0.875) first++;
        double c = re[first] < 0 ? -1 : 1, s = 0, length = Math.Sqrt(sum);
        if (im != null) PlaneRotation.Of(re[first], im[first], out c, out s);
        for (int i = 0; i < size; i++)
        {
            if (im == null) re[i] = c * re[i] / length;
            else (re[i], im[i]) = ((c * re[i] + s * im[i]) / length, i == first ? 0 : (c * im[i] - s * re[i]) / length);
        }
        return first;
    }

    /// <summary>
    /// D^-1 A D with powers of two for which the elements of each row and of its column, the diagonal apart, sum to about the same (Parlett, Reinsch,
    /// Numer. Math. 13, 1969).
    /// </summary>
    static int[] Balance(double* a, int size, nint row)
    {
        var scales = new int[size];
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = 0; i < size; i++)
            {
                double column = 0, along = 0;
                for (int j = 0; j < size; j++)
                {
                    if (j == i) continue;
                    column += Math.Abs(a[j * row + i]);
                    along += Math.Abs(a[i * row + j]);
                }
                if (column == 0 || along == 0) continue;
                double sum = column + along;
                int power = 0;
                for (; column < along / 2 && power < 500; power++) (column, along) = (column * 2, along / 2);
                for (; column >= along * 2 && power > -500; power--) (column, along) = (column / 2, along * 2);
                if (power == 0 || column + along >= 0.95 * sum || Math.Abs(scales[i] + power) > 500) continue;
                changed = true;
                scales[i] += power;
                double up = Math.ScaleB(1, power), down = Math.ScaleB(1, -power);
                for (int j = 0; j < size; j++) a[i * row + j] *= down;
                for (int j = 0; j < size; j++) a[j * row + i] *= up;
            }
        }
        return scales;
    }
}
