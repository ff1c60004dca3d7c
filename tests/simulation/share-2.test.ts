import { tellShare } from './seeds.ts';

tellShare(1);
