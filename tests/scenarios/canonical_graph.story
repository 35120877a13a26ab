under heft
         0.000 us  topcuoglu#0 arrives
         0.000 us  task_1 of topcuoglu#0 is ready
         0.000 us  task_1 of topcuoglu#0 is sent to P3
         0.000 us  task_1 of topcuoglu#0 starts on P3
         9.000 us  task_1 of topcuoglu#0 ends on P3 after 9 us, 0.009 mJ
         9.000 us  task_2 of topcuoglu#0 is ready
         9.000 us  task_3 of topcuoglu#0 is ready
         9.000 us  task_4 of topcuoglu#0 is ready
         9.000 us  task_5 of topcuoglu#0 is ready
         9.000 us  task_6 of topcuoglu#0 is ready
         9.000 us  task_2 of topcuoglu#0 is sent to P1
         9.000 us  task_3 of topcuoglu#0 is sent to P3
         9.000 us  task_3 of topcuoglu#0 starts on P3
         9.000 us  task_4 of topcuoglu#0 is sent to P2
         9.000 us  task_5 of topcuoglu#0 is sent to P3
         9.000 us  task_6 of topcuoglu#0 is sent to P2
        18.000 us  task_4 of topcuoglu#0 starts on P2
        26.000 us  task_4 of topcuoglu#0 ends on P2 after 8 us, 0.008 mJ
        26.000 us  task_6 of topcuoglu#0 starts on P2
        27.000 us  task_2 of topcuoglu#0 starts on P1
        28.000 us  task_3 of topcuoglu#0 ends on P3 after 19 us, 0.019 mJ
        28.000 us  task_7 of topcuoglu#0 is ready
        28.000 us  task_5 of topcuoglu#0 starts on P3
        28.000 us  task_7 of topcuoglu#0 is sent to P3
        38.000 us  task_5 of topcuoglu#0 ends on P3 after 10 us, 0.01 mJ
        38.000 us  task_7 of topcuoglu#0 starts on P3
        40.000 us  task_2 of topcuoglu#0 ends on P1 after 13 us, 0.013 mJ
        40.000 us  task_9 of topcuoglu#0 is ready
        40.000 us  task_9 of topcuoglu#0 is sent to P2
        42.000 us  task_6 of topcuoglu#0 ends on P2 after 16 us, 0.016 mJ
        42.000 us  task_8 of topcuoglu#0 is ready
        42.000 us  task_8 of topcuoglu#0 is sent to P1
        49.000 us  task_7 of topcuoglu#0 ends on P3 after 11 us, 0.011 mJ
        56.000 us  task_9 of topcuoglu#0 starts on P2
        57.000 us  task_8 of topcuoglu#0 starts on P1
        62.000 us  task_8 of topcuoglu#0 ends on P1 after 5 us, 0.005 mJ
        68.000 us  task_9 of topcuoglu#0 ends on P2 after 12 us, 0.012 mJ
        68.000 us  task_10 of topcuoglu#0 is ready
        68.000 us  task_10 of topcuoglu#0 is sent to P2
        73.000 us  task_10 of topcuoglu#0 starts on P2
        80.000 us  task_10 of topcuoglu#0 ends on P2 after 7 us, 0.007 mJ
        80.000 us  topcuoglu#0 is done after 80 us
