using System.Diagnostics;
using System.Globalization;
using Cairn.Layers;
using Cairn.Optimizers;
using Cairn.RandomNumbers;
using Cairn.Training;

namespace Cairn.Proofs;

/// <summary>Trains for many steps and looks at the memory on the way: it is flat.</summary>
static class SoakProof
{
    const int Looks = 10, Rows = 650;

    const long MostGrowth = 1 << 20, MostWorkingGrowth = 48 << 20;

    internal static int Run(ReadOnlySpan<string> arguments)
    {
        int steps = arguments.IsEmpty ? 10_000 : int.Parse(arguments[0], CultureInfo.InvariantCulture);
        var rng = Rng.Stream(0, "soak", "rows").Start();
        var x = Tensor.From(Enumerable.Range(0, Rows * 64).Select(_ => (float)rng.Normal()).ToArray()).Reshape(Rows, 64);
        var y = x.Square().Sum(1).GreaterThan(64).To(DType.Int32);
        var loader = new DataLoader(x, y) { BatchSize = 64 }; // ten whole batches an epoch and one of ten rows
        var net = new Sequential(new Linear(64, 128, activation: Activation.Relu), new BatchNorm(128), new Dropout(0.2), new Linear(128, 64),
            new Gelu(), new Linear(64, 2));
        var memory = new Memory(steps / Looks);
        new Trainer
        {
            Loss = Loss.CrossEntropyFromLogits,
            Optimizer = new Adam(),
            Epochs = (steps - 1) / loader.Batches!.Value + 1,
            Metrics = [TrainingMetric.Accuracy],
            Callbacks = [new EarlyStopping { Patience = int.MaxValue }, memory],
        }.Fit(net, loader, loader);
        // the first fifth fills pools and compiles
        var (start, end) = (memory.Seen[memory.Seen.Count / 5], memory.Seen[^1]);
        bool isFlat = end.Managed - start.Managed <= MostGrowth && end.Working - start.Working <= MostWorkingGrowth;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{steps} steps: {(end.Managed - start.Managed) / 1024.0:F0} KiB more on the heap, {(end.Working - start.Working) / 1024.0:F0} KiB more in the working set"));
        return isFlat ? 0 : 1;
    }

    sealed record Memory(int Every) : Callback, ITrainingWatcher
    {
        internal List<(long Managed, long Working)> Seen { get; } = [];

        public override ITrainingWatcher Watch() => this;

        void ITrainingWatcher.StepEnded(TrainingRun run)
        {
            if (run.Stepper.Steps % Every != 0) return;
            long managed = GC.GetTotalMemory(forceFullCollection: true);
            using var self = Process.GetCurrentProcess();
            Seen.Add((managed, self.WorkingSet64));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"step {run.Stepper.Steps,6}  heap {managed / 1048576.0,7:F2} MiB  working set {self.WorkingSet64 / 1048576.0,7:F1} MiB"));
        }
    }
}
